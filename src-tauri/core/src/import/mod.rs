//! What comes in from outside as a file or a stream. Everything read here is checked as strictly as what is typed.

mod request_json;

pub use request_json::RequestJson;
