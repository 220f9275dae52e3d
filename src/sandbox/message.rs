//! The last message of a conversation, as the listing shows it.

use serde_json::{Value, json};

/// Who said what, and when.
#[derive(Debug, Clone)]
pub struct Message {
    pub id: u64,
    pub from: String,
    pub to: String,
    pub sent: u64,
    pub body: Body,
}

/// The kinds of content that occur in customer support.
#[derive(Debug, Clone)]
pub enum Body {
    Text(String),
    Image,
    Audio { seconds: u32 },
    Video,
    File(&'static str),
    Location(&'static str),
    Custom(&'static str),
}

impl Message {
    pub fn meta(&self) -> Value {
        // The service sends the content as JSON inside a string.
        let payload = json!({
            "bodies": [self.body.wire()],
            "ext": {},
            "from": self.from,
            "to": self.to,
        });
        json!({
            "id": self.id.to_string(),
            "from": self.from,
            "to": self.to,
            "timestamp": self.sent,
            "payload": payload.to_string(),
        })
    }
}

impl Body {
    fn wire(&self) -> Value {
        const STORE: &str = "https://files.example.invalid/demo/rosterm/chatfiles/";
        match self {
            Self::Text(text) => json!({"type": "txt", "msg": text}),
            Self::Image => json!({
                "type": "img",
                "filename": "photo.jpg",
                "url": format!("{STORE}5fd2-photo"),
                "size": {"width": 1080, "height": 1920},
            }),
            Self::Audio { seconds } => json!({
                "type": "audio",
                "filename": "voice.amr",
                "url": format!("{STORE}81aa-voice"),
                "length": seconds,
            }),
            Self::Video => json!({
                "type": "video",
                "filename": "clip.mp4",
                "url": format!("{STORE}c0de-clip"),
                "length": 12,
            }),
            Self::File(name) => json!({
                "type": "file",
                "filename": name,
                "url": format!("{STORE}77f0-file"),
                "file_length": 48_213,
            }),
            Self::Location(address) => {
                json!({"type": "loc", "addr": address, "lat": 31.2304, "lng": 121.4737})
            }
            Self::Custom(event) => {
                json!({"type": "custom", "customEvent": event, "customExts": [{"order": "SO-20417"}]})
            }
        }
    }
}
