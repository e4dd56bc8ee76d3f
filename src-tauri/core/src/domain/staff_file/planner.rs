//! Whom a row is about, and what the rows before it would have recorded.

use std::collections::HashMap;

use jiff::civil::Date;

use super::column::ColumnMeaning;
use super::existing::{Existing, Known, home_key};
use super::plan::{FoundBy, RowPlan, RowState, Who, Whose, Wishes, Write};
use super::row::{Problem, ProblemKind, RowValues};
use crate::domain::access::Access;
use crate::domain::ids::{AccessId, PostId, SiteId};
use crate::domain::person::Kept;
use crate::domain::post::Post;

/// What earlier rows would have recorded.
#[derive(Default)]
pub(super) struct Planned {
    /// Everybody an earlier row was about: that row's line, and how they would be then.
    pub(super) people: HashMap<Whose, (u32, Known)>,
    by_address: HashMap<String, Whose>,
    by_mobile: HashMap<String, Whose>,
    by_email: HashMap<String, Whose>,
    /// New people by what is left of their name.
    by_look: HashMap<String, Vec<Whose>>,
}

pub(super) struct Planner<'a> {
    pub(super) existing: &'a Existing,
    pub(super) wishes: &'a Wishes,
    pub(super) today: Date,
    pub(super) planned: Planned,
}

/// Who a row is about, before anything is compared.
enum Found {
    Nobody,
    Somebody(Whose, FoundBy),
    Question(Vec<(Whose, FoundBy)>),
}

impl Planner<'_> {
    pub(super) fn row(&mut self, row: &RowValues) -> RowPlan {
        let mut plan = RowPlan {
            line: row.line,
            state: RowState::LeftOut,
            whose: None,
            found_by: None,
            candidates: Vec::new(),
            problems: row.problems.clone(),
            differences: Vec::new(),
            writes: Vec::new(),
        };
        if self.wishes.left_out.contains(&row.line) {
            return plan;
        }
        let site = self.site_of(row, &mut plan.problems);
        match self.find(row, &mut plan.problems) {
            Found::Question(candidates) => plan.candidates = candidates,
            Found::Nobody => self.compare(row, site, Whose::New(row.line), &mut plan),
            Found::Somebody(whose, by) => {
                plan.found_by = Some(by);
                self.compare(row, site, whose, &mut plan);
            }
        }
        // The same name and nothing else that is new: it is them.
        if plan.problems.is_empty() && !plan.candidates.is_empty() {
            self.settle_by_name(row, site, &mut plan);
        }
        plan.state = if !plan.problems.is_empty() {
            RowState::Problem
        } else if plan.whose.is_none() {
            RowState::Question
        } else if matches!(plan.whose, Some(Whose::New(line)) if line == row.line) {
            RowState::New
        } else if plan.writes.is_empty() {
            RowState::Unchanged
        } else {
            RowState::Changed
        };
        if matches!(plan.state, RowState::New | RowState::Changed | RowState::Unchanged) {
            self.remember(row, &plan);
        } else {
            plan.writes.clear();
        }
        plan
    }

    /// The home a row is about.
    fn site_of(&self, row: &RowValues, problems: &mut Vec<Problem>) -> Option<SiteId> {
        if let Some(text) = &row.home {
            let key = home_key(text);
            let known = self
                .wishes
                .homes
                .get(&key)
                .copied()
                .or_else(|| self.existing.home_named(text));
            if known.is_none() {
                problems.push(Problem::of(ColumnMeaning::Home, ProblemKind::HomeNotKnown));
            }
            return known;
        }
        self.wishes.site.or_else(|| {
            let mut open = self
                .existing
                .homes()
                .iter()
                .filter(|home| home.facts.closed_on.is_none());
            match (open.next(), open.next()) {
                (Some(only), None) => Some(only.site),
                _ => None,
            }
        })
    }

    fn find(&self, row: &RowValues, problems: &mut Vec<Problem>) -> Found {
        match self.wishes.who.get(&row.line) {
            Some(Who::Other) => return Found::Nobody,
            Some(Who::Same(whose)) => {
                if self
                    .known(*whose)
                    .is_some_and(|known| known.person.is_present() && known.person.erased_on.is_none())
                {
                    return Found::Somebody(*whose, FoundBy::Chosen);
                }
                problems.push(Problem::of_row(ProblemKind::PersonGone));
                return Found::Nobody;
            }
            None => {}
        }
        let mut found = self.by_values(row);
        // By their address it is them, whatever they are called by now. A mobile or an email may have been handed on.
        found.retain(|(whose, by)| {
            *by == FoundBy::Address
                || self.named_alike(row, *whose)
                || self.known(*whose).is_some_and(|known| known.holds_values(self.today))
        });
        match found.as_slice() {
            [] => {
                let alike = self.alike(row);
                if alike.is_empty() {
                    Found::Nobody
                } else {
                    Found::Question(alike)
                }
            }
            [(whose, by)] if *by == FoundBy::Address || self.named_alike(row, *whose) => Found::Somebody(*whose, *by),
            _ => Found::Question(found),
        }
    }

    /// Everybody who has one of the row's values, each once, by the first of them.
    fn by_values(&self, row: &RowValues) -> Vec<(Whose, FoundBy)> {
        let mut found: Vec<(Whose, FoundBy)> = Vec::new();
        let mut add = |whose: Whose, by: FoundBy| {
            if !found.iter().any(|(one, _)| *one == whose) {
                found.push((whose, by));
            }
        };
        if let Some(address) = &row.nhsmail_address {
            for whose in self.holders(Value::Address, address.as_str()) {
                add(whose, FoundBy::Address);
            }
        }
        for mobile in [&row.personal_mobile, &row.linked_mobile].into_iter().flatten() {
            for whose in self.holders(Value::Mobile, mobile.as_str()) {
                add(whose, FoundBy::Mobile);
            }
        }
        if let Some(email) = &row.personal_email {
            for whose in self.holders(Value::Email, &email.uniqueness_key()) {
                add(whose, FoundBy::Email);
            }
        }
        found
    }

    /// Who has a value, or would have it after the earlier rows.
    pub(super) fn holders(&self, of: Value, value: &str) -> Vec<Whose> {
        let (existing, planned) = match of {
            Value::Address => (self.existing.with_address(value), self.planned.by_address.get(value)),
            Value::Mobile => (self.existing.with_mobile(value), self.planned.by_mobile.get(value)),
            Value::Email => (self.existing.with_email(value), self.planned.by_email.get(value)),
        };
        let mut holders: Vec<Whose> = existing.iter().map(|id| Whose::Kept(*id)).collect();
        // Somebody whose value an earlier row changes has it no more.
        holders.retain(|whose| {
            self.planned
                .people
                .get(whose)
                .is_none_or(|(_, known)| of.is_held_by(known, value))
        });
        if let Some(whose) = planned
            && !holders.contains(whose)
        {
            holders.push(*whose);
        }
        holders
    }

    pub(super) fn known(&self, whose: Whose) -> Option<&Known> {
        match self.planned.people.get(&whose) {
            Some((_, known)) => Some(known),
            None => match whose {
                Whose::Kept(id) => self.existing.person(id),
                Whose::New(_) => None,
            },
        }
    }

    fn named_alike(&self, row: &RowValues, whose: Whose) -> bool {
        let Some(name) = &row.full_name else { return true };
        let theirs = self
            .known(whose)
            .and_then(|known| known.person.identity.here()?.full_name.as_ref());
        theirs.is_none_or(|theirs| theirs == name || Some(theirs.look_alike_key()) == row.look_alike)
    }

    fn alike(&self, row: &RowValues) -> Vec<(Whose, FoundBy)> {
        let Some(key) = &row.look_alike else {
            return Vec::new();
        };
        let mut alike: Vec<(Whose, FoundBy)> = self
            .existing
            .with_name_like(key)
            .iter()
            .map(|id| (Whose::Kept(*id), FoundBy::Name))
            .collect();
        if let Some(new) = self.planned.by_look.get(key) {
            alike.extend(new.iter().map(|whose| (*whose, FoundBy::Name)));
        }
        alike
    }

    /// Where the row says nothing new of one of those who look alike, it is about them; where the owner said that the same name is the
    /// same person, and only one has it, too.
    fn settle_by_name(&self, row: &RowValues, site: Option<SiteId>, plan: &mut RowPlan) {
        if plan.candidates.iter().any(|(_, by)| *by != FoundBy::Name) {
            return;
        }
        let mut fits = Vec::new();
        for (whose, _) in &plan.candidates {
            let mut attempt = RowPlan {
                candidates: Vec::new(),
                ..plan.clone()
            };
            self.compare(row, site, *whose, &mut attempt);
            let known_already = attempt.problems.is_empty() && attempt.writes.is_empty();
            if known_already || (self.wishes.same_names && plan.candidates.len() == 1 && self.same_name(row, *whose)) {
                fits.push(attempt);
            }
        }
        if fits.len() == 1
            && let Some(mut fit) = fits.pop()
        {
            fit.found_by = Some(FoundBy::Name);
            *plan = fit;
        }
    }

    fn same_name(&self, row: &RowValues, whose: Whose) -> bool {
        let theirs = self
            .known(whose)
            .and_then(|known| known.person.identity.here()?.full_name.as_ref());
        match (&row.full_name, theirs) {
            (Some(name), Some(theirs)) => name.as_str().to_lowercase() == theirs.as_str().to_lowercase(),
            _ => false,
        }
    }

    /// Notes what a row would have recorded, for the rows behind it.
    fn remember(&mut self, row: &RowValues, plan: &RowPlan) {
        let Some(whose) = plan.whose else { return };
        if self.planned.people.contains_key(&whose) && plan.writes.is_empty() {
            return;
        }
        let mut known = self.known(whose).cloned().unwrap_or_default();
        for write in &plan.writes {
            apply(&mut known, write);
        }
        if let Some(contact) = known.person.contact.here() {
            for mobile in [&contact.personal_mobile, &contact.linked_mobile].into_iter().flatten() {
                self.planned.by_mobile.insert(mobile.as_str().to_owned(), whose);
            }
            if let Some(email) = &contact.personal_email {
                self.planned.by_email.insert(email.uniqueness_key(), whose);
            }
        }
        if let Some(identity) = known.person.identity.here() {
            if let Some(address) = &identity.nhsmail_address {
                self.planned.by_address.insert(address.as_str().to_owned(), whose);
            }
            if let (Whose::New(_), Some(key)) = (whose, &row.look_alike)
                && !self.planned.people.contains_key(&whose)
            {
                self.planned.by_look.entry(key.clone()).or_default().push(whose);
            }
        }
        let line = self.planned.people.get(&whose).map_or(row.line, |(line, _)| *line);
        self.planned.people.insert(whose, (line, known));
    }
}

/// A value that only one person has.
#[derive(Clone, Copy)]
pub(super) enum Value {
    Address,
    Mobile,
    Email,
}

impl Value {
    fn is_held_by(self, known: &Known, value: &str) -> bool {
        match self {
            Self::Address => known
                .person
                .identity
                .here()
                .and_then(|identity| identity.nhsmail_address.as_ref())
                .is_some_and(|address| address.as_str() == value),
            Self::Mobile => known.person.contact.here().is_some_and(|contact| {
                [&contact.personal_mobile, &contact.linked_mobile]
                    .into_iter()
                    .flatten()
                    .any(|mobile| mobile.as_str() == value)
            }),
            Self::Email => known
                .person
                .contact
                .here()
                .and_then(|contact| contact.personal_email.as_ref())
                .is_some_and(|email| email.uniqueness_key() == value),
        }
    }
}

fn apply(known: &mut Known, write: &Write) {
    match write {
        Write::Person {
            facts,
            identity,
            contact,
            ..
        } => {
            known.person.facts.apply(facts);
            if let Kept::Here(here) = &mut known.person.identity {
                here.apply(identity);
            }
            if let Kept::Here(here) = &mut known.person.contact {
                here.apply(contact);
            }
        }
        Write::NewPost { set, .. } => {
            let mut post = Post::default();
            post.apply(set);
            known.posts.push((PostId::from_uuid(uuid::Uuid::nil()), post));
        }
        Write::NewAccess { set, .. } => {
            let mut access = Access::default();
            access.apply(set);
            known.access.push((AccessId::from_uuid(uuid::Uuid::nil()), access));
        }
        Write::Post { post, set } => {
            if let Some((_, kept)) = known.posts.iter_mut().find(|(id, _)| id == post) {
                kept.apply(set);
            }
        }
        Write::Access { access, set } => {
            if let Some((_, kept)) = known.access.iter_mut().find(|(id, _)| id == access) {
                kept.apply(set);
            }
        }
    }
}
