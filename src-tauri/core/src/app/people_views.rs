//! What the people list can be cut down by, and the views of it that were saved under a name.
//!
//! A view is a fact of this computer, in the same encrypted file and its backups, and no part of the history: it says how somebody
//! works and nothing about anybody, so there is nothing to prove or to fold, and a name that turns out to hold somebody's own name
//! has to be able to go without a trace. Undoing is saving it again as it was.

use serde::{Deserialize, Serialize};

use super::fields::{optional, required};
use super::screening::refuse_personal_data;
use super::{Moment, Steward};
use crate::contract::{
    ApiError, DuePeople, ErrorCode, ListedPeople, NoRequest, PeopleFiltersView, PeopleViewRequest,
    PeopleViewSaveRequest, PeopleViewView,
};
use crate::domain::ids::{ListViewId, SiteId};
use crate::domain::{ListViewName, RoleName, folded};
use crate::random;
use crate::store::{Register, RegisterMut, StoreError};

/// The facts of this computer that hold a view each.
const VIEW: &str = "people_view:";

/// More views than this are no help in finding one.
const MOST_VIEWS: usize = 40;

/// More roles than this are found faster by typing.
const MOST_ROLES: u32 = 400;

/// A view as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: ListViewName,
    site: Option<SiteId>,
    who: ListedPeople,
    due: Option<DuePeople>,
    role: Option<RoleName>,
}

/// The views there are. One that a newer program wrote is left alone and not shown.
fn views(register: Register<'_>) -> Result<Vec<PeopleViewView>, StoreError> {
    let facts = register.local_facts(VIEW)?.into_iter();
    let mut views: Vec<PeopleViewView> = facts
        .filter_map(|(fact, value)| {
            let kept: Kept = serde_json::from_str(&value).ok()?;
            Some(PeopleViewView {
                view: fact.strip_prefix(VIEW)?.parse().ok()?,
                name: kept.name.as_str().to_owned(),
                site: kept.site,
                who: kept.who,
                due: kept.due,
                role: kept.role.map(|role| role.as_str().to_owned()),
            })
        })
        .collect();
    views.sort_by_key(|view| folded(&view.name));
    Ok(views)
}

fn filters(register: Register<'_>) -> Result<PeopleFiltersView, ApiError> {
    let roles = register.roles(MOST_ROLES)?;
    Ok(PeopleFiltersView {
        roles: roles.iter().map(|role| role.as_str().to_owned()).collect(),
        views: views(register)?,
    })
}

/// The roles there are, and the saved views.
///
/// # Errors
/// `not_open`, or what the disk says.
pub async fn people_filters_get(steward: &Steward, _: NoRequest) -> Result<PeopleFiltersView, ApiError> {
    steward.read(|register, _| filters(register)).await
}

/// Saves a view: a new one, or one there is, or one that was deleted.
///
/// # Errors
/// `missing_field`, `invalid_value` or `personal_data` at `name`; `view_name_taken` at `name`; `too_many_views` when there are
/// forty already.
pub async fn people_view_save(
    steward: &Steward,
    request: PeopleViewSaveRequest,
) -> Result<PeopleFiltersView, ApiError> {
    let name = required("name", &request.name, ListViewName::parse)?;
    let role = optional("role", request.role.as_deref().unwrap_or_default(), RoleName::parse)?;
    let (filters, _) = steward
        .act(move |register, Moment { now, today }| {
            refuse_personal_data(register.read(), today, "name", name.as_str())?;
            let there = views(register.read())?;
            let id = request
                .view
                .unwrap_or_else(|| ListViewId::from_uuid(random::uuid_v7(now)));
            let mut others = there.iter().filter(|view| view.view != id);
            if others.clone().count() >= MOST_VIEWS {
                return Err(ApiError::new(ErrorCode::TooManyViews, "there are enough views"));
            }
            if others.any(|view| folded(&view.name) == folded(name.as_str())) {
                return Err(ApiError::at(
                    ErrorCode::ViewNameTaken,
                    "name",
                    "another view is called so",
                ));
            }
            let kept = Kept {
                name,
                site: request.site,
                who: request.who,
                due: request.due,
                role,
            };
            let value = serde_json::to_string(&kept).map_err(StoreError::from)?;
            register.set_local_fact(&format!("{VIEW}{id}"), Some(&value))?;
            filters(register.read())
        })
        .await?;
    Ok(filters)
}

/// Deletes a view. Deleting one that is gone does nothing.
///
/// # Errors
/// `not_open`, or what the disk says.
pub async fn people_view_delete(steward: &Steward, request: PeopleViewRequest) -> Result<PeopleFiltersView, ApiError> {
    let (filters, _) = steward
        .act(move |register, _| {
            register.set_local_fact(&format!("{VIEW}{}", request.view), None)?;
            filters(register.read())
        })
        .await?;
    Ok(filters)
}

/// Lets go of every view whose name holds one of these words.
pub(super) fn forget_views_about(register: &mut RegisterMut<'_>, words: &[String]) -> Result<(), StoreError> {
    let words: Vec<String> = words.iter().map(|word| folded(word)).collect();
    for view in views(register.read())? {
        let name = folded(&view.name);
        if words.iter().any(|word| !word.is_empty() && name.contains(word)) {
            register.set_local_fact(&format!("{VIEW}{}", view.view), None)?;
        }
    }
    Ok(())
}
