//! The fields of the form: their contents, and which input they accept.

use std::fmt;

use tui_input::Input;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::api::{BadAppKey, BadBaseUrl, BadProxy};
use crate::domain::Environment;
use crate::i18n::Lang;
use crate::text;

/// In characters; far more than any valid value has.
const LONGEST: usize = 4_096;

/// A field, in the order of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormField {
    /// The language.
    Lang,
    /// The profile's name.
    Name,
    /// Whether the app has real users.
    Environment,
    /// The REST domain.
    BaseUrl,
    /// The App Key.
    AppKey,
    /// The client ID; without one, the secret is a token.
    ClientId,
    /// Where the secret comes from.
    Source,
    /// The secret, or its exact location.
    Secret,
    /// The operator.
    Operator,
    /// The friend limit.
    FriendCap,
    /// The proxy.
    Proxy,
    /// Certificates to trust.
    CaFile,
}

impl FormField {
    /// All fields.
    pub const ALL: [Self; 12] = [
        Self::Lang,
        Self::Name,
        Self::Environment,
        Self::BaseUrl,
        Self::AppKey,
        Self::ClientId,
        Self::Source,
        Self::Secret,
        Self::Operator,
        Self::FriendCap,
        Self::Proxy,
        Self::CaFile,
    ];

    /// Whether the result of the check depends on it.
    pub fn is_checked(self) -> bool {
        match self {
            Self::BaseUrl
            | Self::AppKey
            | Self::ClientId
            | Self::Source
            | Self::Secret
            | Self::Proxy
            | Self::CaFile => true,
            Self::Lang | Self::Name | Self::Environment | Self::Operator | Self::FriendCap => false,
        }
    }

    /// Whether it is a word without spaces, which Chinese input methods may write in full-width characters.
    fn is_word(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::BaseUrl
                | Self::AppKey
                | Self::ClientId
                | Self::FriendCap
                | Self::Proxy
        )
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    /// It must be filled in.
    Empty,
    /// Not a valid address.
    BaseUrl(BadBaseUrl),
    /// Not a valid App Key.
    AppKey(BadAppKey),
    /// Not a valid profile name.
    Name,
    /// Another profile has this name.
    Taken,
    /// A quotation mark is not closed.
    Quote,
    /// It contains characters that no secret has.
    Garbled,
    /// Not a valid number of friends.
    FriendCap,
    /// Not a valid proxy.
    Proxy(BadProxy),
}

/// The language setting of the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LangChoice {
    /// This language.
    Named(Lang),
    /// The system's language.
    System,
}

/// Where the secret comes from, in the order in which the sources are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    /// A program prints it.
    Command,
    /// The system's keyring.
    Keyring,
    /// Typed, for this session.
    Prompt,
    /// A file.
    File,
    /// The environment.
    Env,
}

impl SecretKind {
    /// All sources.
    pub const ALL: [Self; 5] = [
        Self::Command,
        Self::Keyring,
        Self::Prompt,
        Self::File,
        Self::Env,
    ];
}

/// A secret while it is typed. Neither the secret nor its length is ever shown.
#[derive(Clone, Default)]
pub struct HiddenInput(String);

impl HiddenInput {
    /// Whether something was typed.
    pub fn is_entered(&self) -> bool {
        !self.0.is_empty()
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }

    pub(super) fn push(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.0.chars().count());
        self.0.extend(text.chars().take(room));
    }

    pub(super) fn pop(&mut self) {
        self.0.pop();
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

impl fmt::Debug for HiddenInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_entered() {
            "entered"
        } else {
            "not entered"
        })
    }
}

/// The contents of all fields.
#[derive(Debug, Clone)]
pub struct SetUpForm {
    /// The language.
    pub lang: LangChoice,
    /// The profile's name.
    pub name: Input,
    /// Whether the app has real users.
    pub environment: Environment,
    /// The REST domain.
    pub base_url: Input,
    /// The App Key.
    pub app_key: Input,
    /// The client ID.
    pub client_id: Input,
    /// Where the secret comes from.
    pub source: SecretKind,
    /// The program that prints the secret.
    pub command: Input,
    /// The file that contains the secret.
    pub file: Input,
    /// The secret, if it is typed.
    pub secret: HiddenInput,
    /// The operator.
    pub operator: Input,
    /// The friend limit.
    pub friend_cap: Input,
    /// The proxy.
    pub proxy: Input,
    /// Certificates to trust.
    pub ca_file: Input,
}

impl SetUpForm {
    /// The default values. The environment is production, because mistaking production for a test does more
    /// harm than the reverse.
    pub fn new(keyring: bool) -> Self {
        Self {
            lang: LangChoice::System,
            name: Input::new("prod".to_owned()),
            environment: Environment::Production,
            base_url: Input::new("https://a1.easemob.com".to_owned()),
            app_key: Input::default(),
            client_id: Input::default(),
            source: if keyring {
                SecretKind::Keyring
            } else {
                SecretKind::Prompt
            },
            command: Input::default(),
            file: Input::default(),
            secret: HiddenInput::default(),
            operator: Input::default(),
            friend_cap: Input::default(),
            proxy: Input::default(),
            ca_file: Input::default(),
        }
    }

    /// The text input of a field, if it has a visible one.
    pub fn input(&self, field: FormField) -> Option<&Input> {
        match field {
            FormField::Name => Some(&self.name),
            FormField::BaseUrl => Some(&self.base_url),
            FormField::AppKey => Some(&self.app_key),
            FormField::ClientId => Some(&self.client_id),
            FormField::Operator => Some(&self.operator),
            FormField::FriendCap => Some(&self.friend_cap),
            FormField::Proxy => Some(&self.proxy),
            FormField::CaFile => Some(&self.ca_file),
            FormField::Secret => match self.source {
                SecretKind::Command => Some(&self.command),
                SecretKind::File => Some(&self.file),
                SecretKind::Keyring | SecretKind::Prompt | SecretKind::Env => None,
            },
            FormField::Lang | FormField::Environment | FormField::Source => None,
        }
    }

    pub(super) fn input_mut(&mut self, field: FormField) -> Option<&mut Input> {
        match field {
            FormField::Name => Some(&mut self.name),
            FormField::BaseUrl => Some(&mut self.base_url),
            FormField::AppKey => Some(&mut self.app_key),
            FormField::ClientId => Some(&mut self.client_id),
            FormField::Operator => Some(&mut self.operator),
            FormField::FriendCap => Some(&mut self.friend_cap),
            FormField::Proxy => Some(&mut self.proxy),
            FormField::CaFile => Some(&mut self.ca_file),
            FormField::Secret => match self.source {
                SecretKind::Command => Some(&mut self.command),
                SecretKind::File => Some(&mut self.file),
                SecretKind::Keyring | SecretKind::Prompt | SecretKind::Env => None,
            },
            FormField::Lang | FormField::Environment | FormField::Source => None,
        }
    }

    /// Whether the field takes a typed secret.
    pub fn is_hidden(&self, field: FormField) -> bool {
        field == FormField::Secret
            && matches!(self.source, SecretKind::Keyring | SecretKind::Prompt)
    }

    /// The next or previous field, cyclically. A secret in the environment cannot be filled in here, so its
    /// field is skipped.
    pub(super) fn next(&self, field: FormField, back: bool) -> FormField {
        let all = FormField::ALL;
        let at = all.iter().position(|f| *f == field).unwrap_or(0);
        let step = if back { all.len() - 1 } else { 1 };
        let next = all[(at + step) % all.len()];
        if next == FormField::Secret && self.source == SecretKind::Env {
            self.next(next, back)
        } else {
            next
        }
    }

    /// Replaces the contents of a field.
    pub(super) fn fill(&mut self, field: FormField, text: &str) {
        if self.is_hidden(field) {
            self.secret.clear();
        } else if let Some(input) = self.input_mut(field) {
            *input = Input::default();
        }
        self.type_into(field, text);
    }

    /// Inserts text into a field at the caret.
    pub(super) fn type_into(&mut self, field: FormField, text: &str) {
        let text = cleaned(field, text);
        if self.is_hidden(field) {
            self.secret.push(&text);
        } else if let Some(input) = self.input_mut(field) {
            let room = LONGEST.saturating_sub(input.value().chars().count());
            let text: String = text.chars().take(room).collect();
            text::insert_at_caret(input, &text);
        }
    }
}

/// The part of a text that may go into a field: one line, without invisible characters; in words also without
/// spaces, and full-width characters converted.
pub(super) fn cleaned(field: FormField, text: &str) -> String {
    use GeneralCategory::{Control, Format, LineSeparator, ParagraphSeparator};
    let line = text.trim_matches(['\r', '\n']);
    let line = line.lines().next().unwrap_or_default();
    let kept = line.chars().filter(|c| {
        !matches!(
            c.general_category(),
            Control | Format | LineSeparator | ParagraphSeparator
        )
    });
    if !field.is_word() {
        return kept.collect();
    }
    kept.filter(|c| !c.is_whitespace()).map(narrow).collect()
}

fn narrow(c: char) -> char {
    match c {
        '。' => '.',
        other => text::half_width(other),
    }
}
