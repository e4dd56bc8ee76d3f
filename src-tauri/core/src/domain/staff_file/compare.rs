//! What a row would change of somebody.

use super::column::ColumnMeaning;
use super::existing::{Home, Known, set_given};
use super::plan::{Difference, RowPlan, Whose, Write, new_access};
use super::planner::{Planner, Value};
use super::row::{Problem, ProblemKind, RowValues};
use crate::domain::access::AccessPatch;
use crate::domain::answer::Answer;
use crate::domain::ids::{PostId, SiteId};
use crate::domain::person::{Contact, ContactPatch, Identity, IdentityPatch, Kept, PersonPatch};
use crate::domain::post::{Post, PostPatch};
use crate::domain::{PersonalEmail, Set};

impl Planner<'_> {
    /// Compares a row with somebody, and notes what it would change of them.
    pub(super) fn compare(&self, row: &RowValues, site: Option<SiteId>, whose: Whose, plan: &mut RowPlan) {
        let nobody = Known::default();
        let known = self.known(whose).unwrap_or(&nobody);
        let is_new = matches!(whose, Whose::New(line) if line == row.line);
        self.refuse_others(row, site, whose, &mut plan.problems);
        let touched = self.planned.people.get(&whose).map(|(line, _)| *line);
        self.compare_person(row, whose, known, is_new, plan);
        if let Some(line) = touched
            && !plan.writes.is_empty()
        {
            plan.problems
                .push(Problem::of_row(ProblemKind::DiffersFromLine).beside(line));
        }
        let before = plan.writes.len();
        if let Some(home) = self.home_of(row, site, known, &mut plan.problems) {
            self.compare_post(row, whose, known, home, plan);
            self.compare_access(row, whose, known, home, plan);
        }
        if let Some(line) = touched
            && plan
                .writes
                .iter()
                .skip(before)
                .any(|write| matches!(write, Write::Post { .. } | Write::Access { .. }) || at_known_post(write, known))
        {
            plan.problems
                .push(Problem::of_row(ProblemKind::DiffersFromLine).beside(line));
        }
        plan.whose = Some(whose);
    }

    /// Values of the row that somebody else has.
    fn refuse_others(&self, row: &RowValues, site: Option<SiteId>, whose: Whose, problems: &mut Vec<Problem>) {
        let mut refuse = |at: ColumnMeaning, of: Value, value: &str| {
            for holder in self.holders(of, value) {
                if holder == whose || !self.known(holder).is_some_and(|known| known.holds_values(self.today)) {
                    continue;
                }
                problems.push(match holder {
                    Whose::Kept(_) => Problem::of(at, ProblemKind::OfSomebodyElse),
                    Whose::New(line) => Problem::of(at, ProblemKind::OfOtherLine).beside(line),
                });
                break;
            }
        };
        if let Some(address) = &row.nhsmail_address {
            refuse(ColumnMeaning::NhsmailAddress, Value::Address, address.as_str());
        }
        if let Some(mobile) = &row.personal_mobile {
            refuse(ColumnMeaning::PersonalMobile, Value::Mobile, mobile.as_str());
        }
        if let Some(mobile) = &row.linked_mobile {
            refuse(ColumnMeaning::LinkedMobile, Value::Mobile, mobile.as_str());
        }
        if let Some(email) = &row.personal_email {
            refuse(ColumnMeaning::PersonalEmail, Value::Email, &email.uniqueness_key());
            if self.is_of_home(email, site) {
                problems.push(Problem::of(ColumnMeaning::PersonalEmail, ProblemKind::EmailOfHome));
            }
        }
        if row
            .nhsmail_address
            .as_ref()
            .is_some_and(|address| self.existing.is_mailbox(address.as_str()))
        {
            problems.push(Problem::of(ColumnMeaning::NhsmailAddress, ProblemKind::IsMailbox));
        }
    }

    fn is_of_home(&self, email: &PersonalEmail, site: Option<SiteId>) -> bool {
        let Some(home) = site.and_then(|site| self.existing.home(site)) else {
            return false;
        };
        let Some(name) = &home.facts.name else { return false };
        home.mailboxes.iter().any(|(_, mailbox)| {
            mailbox
                .address
                .as_ref()
                .is_some_and(|address| email.check_against_home(name, address).is_err())
        })
    }

    fn compare_person(&self, row: &RowValues, whose: Whose, known: &Known, is_new: bool, plan: &mut RowPlan) {
        let old = known.person.identity.here().cloned().unwrap_or_default();
        let identity = identity_patch(&old, row);
        let contact = match &known.person.contact {
            Kept::Here(old) => contact_patch(old, row),
            // What was removed on purpose does not come back with an old file.
            Kept::Removed(_) => ContactPatch::default(),
        };
        let facts = self.facts_patch(row, known, &contact, is_new);
        if identity.is_empty() && contact.is_empty() && facts.is_empty() {
            return;
        }
        if !is_new {
            let before = known.person.contact.here().cloned().unwrap_or_default();
            tell(
                &mut plan.differences,
                "full_name",
                old.full_name.as_ref(),
                &identity.full_name,
            );
            tell(
                &mut plan.differences,
                "nhsmail_address",
                old.nhsmail_address.as_ref(),
                &identity.nhsmail_address,
            );
            tell(
                &mut plan.differences,
                "personal_mobile",
                before.personal_mobile.as_ref(),
                &contact.personal_mobile,
            );
            tell(
                &mut plan.differences,
                "personal_email",
                before.personal_email.as_ref(),
                &contact.personal_email,
            );
            tell(
                &mut plan.differences,
                "linked_mobile",
                before.linked_mobile.as_ref(),
                &contact.linked_mobile,
            );
            let was = &known.person.facts;
            tell_shown(
                &mut plan.differences,
                "has_account",
                was.has_account.as_ref(),
                &facts.has_account,
            );
            tell_shown(&mut plan.differences, "mfa", was.mfa.as_ref(), &facts.mfa);
            tell_shown(
                &mut plan.differences,
                "account_created_on",
                was.account_created_on.as_ref(),
                &facts.account_created_on,
            );
            tell_shown(
                &mut plan.differences,
                "last_confirmed_active_on",
                was.last_confirmed_active_on.as_ref(),
                &facts.last_confirmed_active_on,
            );
            tell_shown(
                &mut plan.differences,
                "marked_leaver_on",
                was.marked_leaver_on.as_ref(),
                &facts.marked_leaver_on,
            );
        }
        plan.writes.push(Write::Person {
            whose,
            facts,
            identity,
            contact,
        });
    }

    fn facts_patch(&self, row: &RowValues, known: &Known, contact: &ContactPatch, is_new: bool) -> PersonPatch {
        let was = &known.person.facts;
        let has_account =
            row.nhsmail_address.is_some() || row.account_created_on.is_some() || row.last_active_on.is_some();
        let later = row
            .last_active_on
            .filter(|on| was.last_confirmed_active_on.is_none_or(|was| was < *on));
        PersonPatch {
            present: if is_new { Set::To(true) } else { Set::Keep },
            has_account: if has_account && was.has_account != Some(Answer::Yes) {
                Set::To(Answer::Yes)
            } else {
                Set::Keep
            },
            mfa: set_given(was.mfa.as_ref(), row.mfa.as_ref()),
            account_created_on: set_given(was.account_created_on.as_ref(), row.account_created_on.as_ref()),
            last_confirmed_active_on: set_given(was.last_confirmed_active_on.as_ref(), later.as_ref()),
            marked_leaver_on: set_given(was.marked_leaver_on.as_ref(), row.marked_leaver_on.as_ref()),
            number_checked_on: if contact.personal_mobile.is_keep() && contact.linked_mobile.is_keep() {
                Set::Keep
            } else {
                set_given(was.number_checked_on.as_ref(), Some(&self.today))
            },
            ..PersonPatch::default()
        }
    }

    /// The home that the row's post and access are of.
    fn home_of(
        &self,
        row: &RowValues,
        site: Option<SiteId>,
        known: &Known,
        problems: &mut Vec<Problem>,
    ) -> Option<&Home> {
        if row.home.is_some() && site.is_none() {
            return None;
        }
        if let Some(site) = site {
            return self.existing.home(site);
        }
        let mut lasting = known.posts.iter().filter(|(_, post)| !post.ended_by(self.today));
        if let (Some((_, only)), None) = (lasting.next(), lasting.next())
            && let Some(site) = only.site
        {
            return self.existing.home(site);
        }
        let says_of_post =
            row.role.is_some() || row.started_on.is_some() || row.left_on.is_some() || row.access.is_some();
        if !self.existing.homes().is_empty() && (known.posts.is_empty() || says_of_post) {
            problems.push(Problem::of_row(ProblemKind::HomeMissing));
        }
        None
    }

    fn compare_post(&self, row: &RowValues, whose: Whose, known: &Known, home: &Home, plan: &mut RowPlan) {
        let mut at_home: Vec<&(PostId, Post)> = known
            .posts
            .iter()
            .filter(|(_, post)| post.site == Some(home.site))
            .collect();
        at_home.sort_by_key(|(_, post)| post.from);
        if let Some((id, post)) = at_home.iter().rev().find(|(_, post)| !post.ended_by(self.today)) {
            change_post(row, *id, post, plan);
            return;
        }
        if let Some((id, ended)) = at_home.iter().rev().find(|(_, post)| is_of(post, row)) {
            if row.left_on.is_some() && row.left_on != ended.to {
                change_post(row, *id, ended, plan);
            }
            return;
        }
        let last = at_home.iter().filter_map(|(_, post)| post.to).max();
        if last.is_some_and(|last| row.started_on.is_none_or(|from| from <= last)) {
            plan.problems.push(Problem::of_row(ProblemKind::LeftAlready));
            return;
        }
        if !known.posts.is_empty() || !matches!(whose, Whose::New(line) if line == row.line) {
            plan.differences.push(Difference {
                field: "site",
                old: None,
                new: home.facts.name.as_ref().map(|name| name.as_str().to_owned()),
            });
        }
        plan.writes.push(Write::NewPost {
            whose,
            set: Post::default().patch_to(Post {
                present: Some(true),
                site: Some(home.site),
                role: row.role.clone(),
                from: row.started_on,
                to: row.left_on,
                ..Post::default()
            }),
        });
    }

    fn compare_access(&self, row: &RowValues, whose: Whose, known: &Known, home: &Home, plan: &mut RowPlan) {
        let Some(level) = row.access.filter(|_| row.left_on.is_none_or(|on| on >= self.today)) else {
            return;
        };
        let Some((mailbox, facts)) = home.mailboxes.first() else {
            plan.problems
                .push(Problem::of(ColumnMeaning::Access, ProblemKind::NoMailbox));
            return;
        };
        let lasting = known.access.iter().find(|(_, access)| {
            access.to.is_none_or(|to| to >= self.today)
                && home
                    .mailboxes
                    .iter()
                    .any(|(mailbox, _)| access.mailbox == Some(*mailbox))
        });
        if let Some((id, access)) = lasting {
            let set = AccessPatch {
                level: set_given(access.level.as_ref(), Some(&level)),
                ..AccessPatch::default()
            };
            if !set.is_empty() {
                tell_shown(&mut plan.differences, "level", access.level.as_ref(), &set.level);
                plan.writes.push(Write::Access { access: *id, set });
            }
            return;
        }
        if !matches!(whose, Whose::New(line) if line == row.line) {
            plan.differences.push(Difference {
                field: "mailbox",
                old: None,
                new: facts.address.as_ref().map(|address| address.as_str().to_owned()),
            });
            plan.differences.push(Difference {
                field: "level",
                old: None,
                new: Some(level.name().to_owned()),
            });
        }
        plan.writes.push(Write::NewAccess {
            whose,
            set: new_access(*mailbox, level),
        });
    }
}

fn change_post(row: &RowValues, id: PostId, post: &Post, plan: &mut RowPlan) {
    let set = PostPatch {
        role: set_given(post.role.as_ref(), row.role.as_ref()),
        from: set_given(post.from.as_ref(), row.started_on.as_ref()),
        to: set_given(post.to.as_ref(), row.left_on.as_ref()),
        ..PostPatch::default()
    };
    if set.is_empty() {
        return;
    }
    let mut after = post.clone();
    after.apply(&set);
    if let (Some(from), Some(to)) = (after.from, after.to)
        && to < from
    {
        plan.problems.push(Problem::of(
            if row.left_on.is_some() {
                ColumnMeaning::LeftOn
            } else {
                ColumnMeaning::StartedOn
            },
            ProblemKind::LeftBeforeStart,
        ));
    }
    tell(&mut plan.differences, "role", post.role.as_ref(), &set.role);
    tell_shown(&mut plan.differences, "from", post.from.as_ref(), &set.from);
    tell_shown(&mut plan.differences, "to", post.to.as_ref(), &set.to);
    plan.writes.push(Write::Post { post: id, set });
}

/// Whether a post that has ended is the one that a row is about.
fn is_of(post: &Post, row: &RowValues) -> bool {
    match (row.started_on, row.left_on) {
        (None, None) => false,
        (None, Some(left)) => post.to == Some(left) || post.from.is_none_or(|from| from <= left),
        (Some(from), _) => post.from == Some(from) || (post.from.is_none() && post.to.is_some_and(|to| from <= to)),
    }
}

/// Whether a new post or access is at a place where an earlier row put one.
fn at_known_post(write: &Write, known: &Known) -> bool {
    match write {
        Write::NewPost { set, .. } => known.posts.iter().any(|(_, post)| set.site == Set::to(post.site)),
        Write::NewAccess { set, .. } => known
            .access
            .iter()
            .any(|(_, access)| set.mailbox == Set::to(access.mailbox)),
        Write::Person { .. } | Write::Post { .. } | Write::Access { .. } => false,
    }
}

fn identity_patch(old: &Identity, row: &RowValues) -> IdentityPatch {
    IdentityPatch {
        full_name: set_given(old.full_name.as_ref(), row.full_name.as_ref()),
        nhsmail_address: set_given(old.nhsmail_address.as_ref(), row.nhsmail_address.as_ref()),
        ..IdentityPatch::default()
    }
}

fn contact_patch(old: &Contact, row: &RowValues) -> ContactPatch {
    ContactPatch {
        personal_mobile: set_given(old.personal_mobile.as_ref(), row.personal_mobile.as_ref()),
        personal_email: set_given(old.personal_email.as_ref(), row.personal_email.as_ref()),
        linked_mobile: set_given(old.linked_mobile.as_ref(), row.linked_mobile.as_ref()),
    }
}

fn tell<T: AsRef<str>>(differences: &mut Vec<Difference>, field: &'static str, old: Option<&T>, set: &Set<T>) {
    if let Set::To(new) = set {
        differences.push(Difference {
            field,
            old: old.map(|old| old.as_ref().to_owned()),
            new: Some(new.as_ref().to_owned()),
        });
    }
}

fn tell_shown<T: std::fmt::Display>(
    differences: &mut Vec<Difference>,
    field: &'static str,
    old: Option<&T>,
    set: &Set<T>,
) {
    if let Set::To(new) = set {
        differences.push(Difference {
            field,
            old: old.map(ToString::to_string),
            new: Some(new.to_string()),
        });
    }
}
