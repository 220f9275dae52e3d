//! The system's keyring, if this build supports one.

use crate::api::Secret;
use crate::profile::NoSecret;

/// Whether this build supports a keyring.
pub const HAS_KEYRING: bool = cfg!(feature = "keyring");

/// The name under which the keyring lists rosterm's secrets; the account is the profile's name.
#[cfg(feature = "keyring")]
const SERVICE: &str = "rosterm";

/// The secret of a profile. Blocks until the keyring is unlocked.
#[cfg(feature = "keyring")]
pub(super) fn get(name: &str) -> Result<String, NoSecret> {
    use crate::text::Text;
    ::keyring::Entry::new(SERVICE, name)
        .and_then(|entry| entry.get_password())
        .map_err(|error| match error {
            ::keyring::Error::NoEntry => NoSecret::KeyringEmpty(Text::new(name)),
            other => fault(&other),
        })
}

/// Stores a secret under a profile's name. Blocks until the keyring is unlocked.
#[cfg(feature = "keyring")]
pub fn keep_in_keyring(name: &str, secret: &Secret) -> Result<(), NoSecret> {
    ::keyring::Entry::new(SERVICE, name)
        .and_then(|entry| entry.set_password(secret.expose()))
        .map_err(|error| fault(&error))
}

/// A keyring error may contain the secret, so only its kind is reported.
#[cfg(feature = "keyring")]
fn fault(error: &::keyring::Error) -> NoSecret {
    use crate::profile::KeyringFault;
    use ::keyring::Error;
    NoSecret::Keyring(match error {
        Error::NoDefaultStore => KeyringFault::Missing,
        Error::NoStorageAccess(_) => KeyringFault::Locked,
        _ => KeyringFault::Silent,
    })
}

#[cfg(not(feature = "keyring"))]
pub(super) fn get(_: &str) -> Result<String, NoSecret> {
    Err(NoSecret::KeyringAbsent)
}

/// Stores a secret under a profile's name.
#[cfg(not(feature = "keyring"))]
pub fn keep_in_keyring(_: &str, _: &Secret) -> Result<(), NoSecret> {
    Err(NoSecret::KeyringAbsent)
}

#[cfg(all(test, feature = "keyring"))]
mod tests {
    use super::*;
    use crate::profile::KeyringFault;
    use ::keyring::Error;

    #[test]
    fn an_error_of_the_keyring_is_told_without_what_it_holds() {
        let inside = || b"canary".to_vec();
        for (error, expected) in [
            (Error::NoDefaultStore, KeyringFault::Missing),
            (
                Error::NoStorageAccess("canary".into()),
                KeyringFault::Locked,
            ),
            (Error::BadEncoding(inside()), KeyringFault::Silent),
            (
                Error::BadDataFormat(inside(), "canary".into()),
                KeyringFault::Silent,
            ),
        ] {
            assert_eq!(fault(&error), NoSecret::Keyring(expected), "{error:?}");
        }
    }
}
