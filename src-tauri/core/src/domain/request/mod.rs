//! Requests to the National Administration Service (NAS): which kinds there are, and what each may say.
//!
//! [`Field`] is everything NAS may ever be told. A [`RequestKind`] permits some of them, as the rule pack in force says
//! (`domain::rules`). No variant exists for a date of birth, a home address or a reason, so no screen and no import can
//! put one into a request.

mod block;
mod call;
mod draft;
mod due;
mod facts;
mod field;
mod kind;
mod life;
mod progress;
mod template;
mod value;

pub use block::PersonBlock;
pub use call::{CallLine, call_about, call_opening};
pub use draft::{ComposeError, Composition, Draft, DraftLine, Origin, Place, SendingMailbox, Subject, SubjectError};
pub use due::{ChaseDays, Due, chase_dates};
pub use facts::RequestFacts;
pub use field::{Field, FieldScope};
pub use kind::RequestKind;
pub use life::{LifeEvent, LifeLine, life};
pub use progress::{
    Answers, Block, BlockContact, BlockIdentity, BlockPart, Call, CallWords, Chased, Composed, HandOver, KeptBlock,
    Move, Question, Questioned, Rejection, Request, RequestState, Tick, Ticket, WrongMove,
};
pub use template::{current_template, subject_of};
pub use value::{Confirmed, FieldValue};
