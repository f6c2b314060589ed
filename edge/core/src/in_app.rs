//! Browsers inside other applications, told by what they say of themselves: FranceConnect, its
//! identity providers and their applications work badly there. It only serves to give advice, since
//! anybody can say anything.

/// Where a person reads the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InApp {
    /// Name of the application, as people know it.
    pub appli: &'static str,
    /// Name of the browser its menu opens, on that kind of telephone.
    pub navigateur: &'static str,
}

/// Words of a `User-Agent`, and the application that writes them. The first that is found counts:
/// Messenger also writes what Facebook does.
const APPLICATIONS: &[(&str, &str)] = &[
    ("MessengerForiOS", "Messenger"),
    ("Orca-Android", "Messenger"),
    ("Instagram ", "Instagram"),
    ("Barcelona ", "Threads"),
    ("FBAN/", "Facebook"),
    ("FBAV/", "Facebook"),
    ("FB_IAB/", "Facebook"),
    ("musical_ly", "TikTok"),
    ("BytedanceWebview", "TikTok"),
    ("TikTok", "TikTok"),
    ("trill_", "TikTok"),
    ("LinkedInApp", "LinkedIn"),
    ("Snapchat", "Snapchat"),
    ("Twitter for iPhone", "X"),
    ("TwitterAndroid", "X"),
    ("Pinterest/", "Pinterest"),
];

/// The application a `User-Agent` names, if any.
#[must_use]
pub fn in_app(user_agent: &str) -> Option<InApp> {
    let named = |(word, _): &&(&str, &str)| user_agent.contains(word);
    let (_, appli) = APPLICATIONS.iter().find(named)?;
    let is_apple = ["iPhone", "iPad", "iPod"].map(|device| user_agent.contains(device));
    Some(InApp {
        appli,
        navigateur: match is_apple.contains(&true) {
            true => "Safari",
            false => "Chrome",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const IPHONE: &str =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15";
    const ANDROID: &str = "Mozilla/5.0 (Linux; Android 15; Pixel 8; wv) AppleWebKit/537.36";

    #[test]
    fn application_is_told_by_its_own_words() {
        for (device, words, expected) in [
            (
                IPHONE,
                "Mobile/22B83 [FBAN/FBIOS;FBAV/490.0]",
                "Facebook Safari",
            ),
            (
                ANDROID,
                "Chrome/131 Mobile [FB_IAB/FB4A;FBAV/490.0;]",
                "Facebook Chrome",
            ),
            (
                IPHONE,
                "[FBAN/MessengerForiOS;FBAV/480.0]",
                "Messenger Safari",
            ),
            (
                ANDROID,
                "[FB_IAB/Orca-Android;FBAV/480.0;]",
                "Messenger Chrome",
            ),
            (
                IPHONE,
                "Mobile/22B83 Instagram 358.0.0 (iPhone15,3)",
                "Instagram Safari",
            ),
            (
                ANDROID,
                "Chrome/131 Mobile trill_370 BytedanceWebview/d8a21c6",
                "TikTok Chrome",
            ),
            (
                IPHONE,
                "musical_ly_37.0.0 ByteLocale/fr-FR",
                "TikTok Safari",
            ),
            (IPHONE, "Mobile/22B83 [LinkedInApp]/9.30", "LinkedIn Safari"),
            (
                ANDROID,
                "Chrome/131 Mobile Safari/537.36 Snapchat/13.2",
                "Snapchat Chrome",
            ),
            (IPHONE, "Mobile/22B83 Twitter for iPhone/10.60", "X Safari"),
        ] {
            let found = in_app(&format!("{device} {words}")).unwrap();
            let found = format!("{} {}", found.appli, found.navigateur);
            assert_eq!(found, expected, "{words}");
        }
    }

    #[test]
    fn browser_of_its_own_is_no_application() {
        for words in [
            "",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) CriOS/131.0 Mobile Safari/604.1",
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36 EdgA/131",
            "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36",
        ] {
            assert_eq!(in_app(words), None, "{words}");
        }
    }
}
