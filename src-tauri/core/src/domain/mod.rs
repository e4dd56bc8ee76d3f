//! What is true of sites, mailboxes, people and requests: pure values and rules. Nothing here reads a clock, a file or a
//! database; `today` and `now` are arguments.

pub mod address;
pub mod checked;
pub mod mobile;
pub mod name;
mod named;
pub mod ods;
pub mod phone;
pub mod postcode;
pub mod refusal;
pub mod request;
pub mod text;
pub mod ticket;

pub use address::{MailboxAddress, NhsmailAddress, PersonalEmail};
pub use checked::Checked;
pub use mobile::Mobile;
pub use name::FullName;
pub use ods::OdsCode;
pub use phone::LandlinePhone;
pub use postcode::Postcode;
pub use refusal::{Notice, Reason};
pub use text::{RoleName, SiteName, TownName};
pub use ticket::TicketReference;
