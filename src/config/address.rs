//! Which addresses a profile may name: where the token is sent, and through whom.

use reqwest::Url;

/// Takes the server's address: `https`, or `http` to this very host; no user, no query.
pub fn server(raw: &str) -> Result<Url, String> {
    let url = parse(raw, "url")?;
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err("\"url\" must begin with https: only a server on this very host (127.0.0.1, ::1, localhost) may be reached by http.".into()),
        _ => Err("\"url\" must begin with https.".into()),
    }
}

/// Takes a proxy's address, for a server. What goes to an `https` server goes through the proxy unread (CONNECT, RFC 9110,
/// section 9.3.6). What goes to an `http` server would not: the proxy would see the token.
pub fn proxy(raw: &str, server: &Url) -> Result<Url, String> {
    let url = parse(raw, "proxy")?;
    if !matches!(url.scheme(), "http" | "https") {
        Err("\"proxy\" must begin with http or https.".into())
    } else if server.scheme() != "https" {
        Err("\"proxy\" needs a \"url\" that begins with https: through http, the proxy would read the token.".into())
    } else {
        Ok(url)
    }
}

fn parse(raw: &str, key: &str) -> Result<Url, String> {
    if !raw.contains("://") {
        return Err(format!("\"{key}\" is no address: it must begin as in https://idm.example.ch."));
    }
    let url = Url::parse(raw).map_err(|error| format!("\"{key}\" is no address: {error}."))?;
    if !url.username().is_empty() || url.password().is_some() {
        Err(format!("\"{key}\" holds a user or a password: secrets do not belong into an address."))
    } else if url.query().is_some() || url.fragment().is_some() {
        Err(format!("\"{key}\" must end with its path: nothing after ? or #."))
    } else if !url.has_host() {
        Err(format!("\"{key}\" names no host."))
    } else {
        Ok(url)
    }
}

/// Whether the address cannot leave this host.
fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_at_home() {
        for raw in [
            "https://idm.example.ch",
            "https://idm.example.ch:8443/gateway/",
            "http://127.0.0.1:8989",
            "http://[::1]:8989/",
            "http://localhost:1",
        ] {
            assert!(server(raw).is_ok(), "{raw}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        for (raw, word) in [
            ("http://idm.example.ch", "must begin with https"),
            ("http://localhost.example.ch", "must begin with https"),
            ("http://127.0.0.1.nip.io", "must begin with https"),
            ("ftp://idm.example.ch", "must begin with https"),
            ("https://me:pw@idm.example.ch", "a user or a password"),
            ("https://me@idm.example.ch", "a user or a password"),
            ("https://idm.example.ch/?a=b", "nothing after ?"),
            ("https://idm.example.ch/#x", "nothing after ?"),
            ("idm.example.ch", "is no address"),
            ("", "is no address"),
        ] {
            let why = server(raw).unwrap_err();
            assert!(why.contains(word), "{raw}: {why}");
        }
        let [far, near] = ["https://idm.example.ch", "http://127.0.0.1:8989"].map(|raw| server(raw).unwrap());
        assert!(proxy("socks5://p:1", &far).is_err());
        assert!(proxy("http://proxy.example.ch:3128", &far).is_ok());
        assert!(proxy("http://proxy.example.ch:3128", &near).unwrap_err().contains("would read the token"));
    }
}
