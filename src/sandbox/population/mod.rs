//! STUB: the generated users. Another branch brings the real one with the same interface; this one
//! makes plain people so that the sandbox can be built and tested before the merge.

/// Generated users, made on demand from the seed and the index.
pub struct Population {
    count: u32,
}

/// What a search term is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The login ID.
    LoginId,
    /// The external ID.
    ExtId,
    /// The family name.
    FamilyName,
    /// The first name.
    FirstName,
    /// The e-mail address.
    Email,
    /// The city.
    City,
    /// The unit's name.
    Unit,
}

/// One word or value to find in any of some fields.
pub struct Term {
    /// Where to look: a hit in one of them is enough.
    pub fields: Vec<Field>,
    /// What to look for, in lower case.
    pub text: String,
    /// Whether the text is only the beginning.
    pub prefix: bool,
}

/// One generated user.
pub struct Person {
    /// External ID: 10000 + index.
    pub ext_id: String,
    /// Login ID.
    pub login_id: String,
    /// First name.
    pub first_name: String,
    /// Family name.
    pub family_name: String,
    /// `DE`, `FR`, `IT` or `EN`.
    pub language_code: &'static str,
    /// `male`, `female` or `other`.
    pub sex: &'static str,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
    /// Street without number.
    pub street: String,
    /// House number.
    pub house_number: String,
    /// Postal code.
    pub postal_code: String,
    /// City.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country_code: &'static str,
    /// Fixed line.
    pub telephone: Option<String>,
    /// Mobile.
    pub mobile: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Name of the organisational unit.
    pub unit: String,
    /// `active`, `disabled` or `archived`.
    pub user_state: &'static str,
}

impl Population {
    /// `count` people from a seed.
    pub fn new(_seed: u64, count: u32) -> Self {
        Self { count }
    }

    /// How many there are.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The person at an index below [`Population::len`].
    pub fn person(&self, index: u32) -> Person {
        Person {
            ext_id: (10_000 + index).to_string(),
            login_id: format!("stub{index}"),
            first_name: "Anna".to_owned(),
            family_name: format!("Stub{index}"),
            language_code: "DE",
            sex: "female",
            birth_date: "1980-01-31".to_owned(),
            street: "Bahnhofstrasse".to_owned(),
            house_number: "1".to_owned(),
            postal_code: "8001".to_owned(),
            city: "Zürich".to_owned(),
            country_code: "CH",
            telephone: None,
            mobile: None,
            email: Some(format!("stub{index}@example.ch")),
            unit: "Filiale Chur".to_owned(),
            user_state: "active",
        }
    }

    /// Index of the person with this login ID.
    pub fn by_login_id(&self, login_id: &str) -> Option<u32> {
        (0..self.count).find(|index| self.person(*index).login_id == login_id)
    }

    /// Index of the person with this external ID.
    pub fn by_ext_id(&self, ext_id: &str) -> Option<u32> {
        let index = ext_id.parse::<u32>().ok()?.checked_sub(10_000)?;
        (index < self.count && ext_id == (10_000 + index).to_string()).then_some(index)
    }

    /// Ascending indexes of all persons for whom every term matches at least one of its fields.
    pub fn search(&self, terms: &[Term]) -> Vec<u32> {
        (0..self.count)
            .filter(|index| {
                let person = self.person(*index);
                terms.iter().all(|term| {
                    term.fields.iter().any(|field| {
                        let value = match field {
                            Field::LoginId => person.login_id.clone(),
                            Field::ExtId => person.ext_id.clone(),
                            Field::FamilyName => person.family_name.clone(),
                            Field::FirstName => person.first_name.clone(),
                            Field::Email => person.email.clone().unwrap_or_default(),
                            Field::City => person.city.clone(),
                            Field::Unit => person.unit.clone(),
                        }
                        .to_lowercase();
                        let hit =
                            |text: &str| if term.prefix { text.starts_with(&term.text) } else { text == term.text };
                        hit(&value) || value.split(|c: char| !c.is_alphanumeric()).any(hit)
                    })
                })
            })
            .collect()
    }
}
