//! Finds the users an expression fits. Prepared and changed users are compared one by one; of the generated ones the
//! index gives the candidates where it can, so that a search among a million does not make a million users.

use super::expression::{Expression, Term};
use crate::sandbox::generated;
use crate::sandbox::model::user::User;
use crate::sandbox::population;
use crate::sandbox::world::World;

/// The generated users an expression may fit.
struct Candidates {
    /// Ascending indexes; `None`: any of them.
    indexes: Option<Vec<u32>>,
    /// Whether all of them fit, so that none has to be compared.
    exact: bool,
}

/// External IDs, as ascending numbers, of the users of visible clients that an expression fits.
pub(in crate::sandbox) fn find(world: &World, expression: &Expression, sees_client: impl Fn(&str) -> bool) -> Vec<u32> {
    let fits = |user: &User| expression.fits(user);
    let kept = world.kept_users().filter(|(_, user)| sees_client(&user.client_ext_id) && fits(user));
    let mut found: Vec<u32> = kept.map(|(number, _)| number).collect();
    if sees_client(generated::CLIENT) {
        let candidates = candidates(world, expression);
        let indexes = candidates.indexes.unwrap_or_else(|| (0..world.population.len()).collect());
        let untouched = indexes.into_iter().filter_map(|index| Some((index, world.untouched(index)?)));
        let fitting = untouched.filter(|(index, _)| candidates.exact || fits(&world.generated_user(*index)));
        found.extend(fitting.map(|(_, number)| number));
        found.sort_unstable();
    }
    found
}

/// The generated users that remain to be compared.
fn candidates(world: &World, expression: &Expression) -> Candidates {
    match expression {
        Expression::Term(_) => all_of(world, std::slice::from_ref(expression)),
        Expression::All(parts) => all_of(world, parts),
        Expression::Any(parts) => any_of(world, parts),
        Expression::Not(_) => Candidates { indexes: None, exact: false },
    }
}

/// One look into the index for all terms it can answer; the other parts narrow that down or leave it to comparison.
fn all_of(world: &World, parts: &[Expression]) -> Candidates {
    let mut terms = Vec::new();
    let mut result = Candidates { indexes: None, exact: true };
    for part in parts {
        if let Expression::Term(term) = part {
            let pieces = indexed(term);
            result.exact &= (pieces.is_some() && !term.needle.is_phrase()) || term.fits_everyone();
            terms.extend(pieces.unwrap_or_default());
        } else {
            let others = candidates(world, part);
            result.exact &= others.exact;
            result.indexes = narrowed(result.indexes, others.indexes);
        }
    }
    if !terms.is_empty() {
        result.indexes = narrowed(result.indexes, Some(world.population.search(&terms)));
    }
    result
}

/// What any of the parts may fit; nothing is ruled out if one of them rules nothing out.
fn any_of(world: &World, parts: &[Expression]) -> Candidates {
    let mut exact = true;
    let mut union = Vec::new();
    for part in parts {
        let others = candidates(world, part);
        let Some(indexes) = others.indexes else { return Candidates { indexes: None, exact: false } };
        exact &= others.exact;
        union.extend(indexes);
    }
    union.sort_unstable();
    union.dedup();
    Candidates { indexes: Some(union), exact }
}

/// The indexes in both; `None` narrows nothing.
fn narrowed(first: Option<Vec<u32>>, second: Option<Vec<u32>>) -> Option<Vec<u32>> {
    match (first, second) {
        (Some(mut first), Some(second)) => {
            first.retain(|index| second.binary_search(index).is_ok());
            Some(first)
        }
        (first, second) => first.or(second),
    }
}

/// A term as terms of the index; `None` if one of its fields is not in there.
fn indexed(term: &Term) -> Option<Vec<population::Term>> {
    let fields = term.fields.iter().map(|field| field.indexed()).collect::<Option<Vec<_>>>()?;
    let pieces = term.needle.pieces().into_iter();
    Some(pieces.map(|(text, prefix)| population::Term { fields: fields.clone(), text, prefix }).collect())
}
