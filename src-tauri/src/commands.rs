//! The commands the page may call, expanded from the one list in `steward_core::contract`. No logic: each call is read, handed to the
//! function of the same name in `steward_core::app`, and answered with its view or its `ApiError`.
//!
//! A call carries one argument, `request`. Commands run on the async runtime, never on the thread of the window. One that panics
//! answers `internal`, so that the page never waits for ever.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use steward_core::app::Steward;
use steward_core::contract::{ApiError, ErrorCode};
use tauri::ipc::{Invoke, InvokeBody, InvokeError, InvokeMessage, Response};
use tauri::{Manager as _, Runtime};

type Answer = std::pin::Pin<Box<dyn Future<Output = Result<String, ApiError>> + Send>>;

macro_rules! commands {
    ($($name:ident($request:ident) -> $view:ident;)*) => {
        /// The names of all commands, in the order of the list.
        #[cfg(test)]
        pub(crate) const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// The work of the command `name`, ready to run; nothing when there is no such command.
        fn find(name: &str, app: Arc<Steward>, body: &InvokeBody) -> Option<(&'static str, Answer)> {
            match name {
                $(stringify!($name) => {
                    let request = request_in(body);
                    let work = async move { as_json(&steward_core::app::$name(&app, request?).await?) };
                    Some((stringify!($name), Box::pin(work)))
                })*
                _ => None,
            }
        }
    };
}

steward_core::for_each_command!(commands);

/// Answers one call of the page. Tauri has checked by then that the access list names it. Returns whether there is such a command.
pub(crate) fn answer<R: Runtime>(call: Invoke<R>) -> bool {
    let Invoke { message, resolver, .. } = call;
    let Some((name, work)) = work_of(&message) else {
        return false;
    };
    resolver.respond_async(async move {
        let outcome = match tauri::async_runtime::spawn(work).await {
            Ok(outcome) => outcome,
            Err(_) => Err(ApiError::new(ErrorCode::Internal, "the command did not end")),
        };
        if let Err(error) = &outcome {
            log_refusal(name, error);
        }
        outcome.map(Response::new).map_err(InvokeError::from)
    });
    true
}

fn work_of<R: Runtime>(message: &InvokeMessage<R>) -> Option<(&'static str, Answer)> {
    let app = Arc::clone(message.webview_ref().try_state::<Arc<Steward>>()?.inner());
    find(message.command(), app, message.payload())
}

fn request_in<Q: DeserializeOwned>(body: &InvokeBody) -> Result<Q, ApiError> {
    // What serde says about the body may quote from it.
    let bad = |_| ApiError::new(ErrorCode::BadJson, "the request is not of the command's form");
    match body {
        InvokeBody::Json(body) => {
            let request = body.get("request").unwrap_or(&serde_json::Value::Null);
            Q::deserialize(request).map_err(bad)
        }
        InvokeBody::Raw(_) => Err(ApiError::new(ErrorCode::BadJson, "the request is not JSON")),
    }
}

fn as_json(view: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(view).map_err(|_| ApiError::new(ErrorCode::Internal, "the view has no JSON"))
}

fn log_refusal(command: &'static str, error: &ApiError) {
    if error.code == ErrorCode::Internal {
        tracing::error!(command, code = ?error.code, "command failed");
    } else {
        tracing::info!(command, code = ?error.code, "command refused");
    }
}
