//! Who sees and changes what.

use identity::Role;
use uuid::Uuid;

use super::{Account, Asker, Change, Refusal, State};

const OWN: Uuid = Uuid::from_u128(1);
const OTHER: Uuid = Uuid::from_u128(2);

fn account() -> Account {
    Account {
        id: OWN,
        name: "Alice Dupont".to_owned(),
        email: "alice@example.com".to_owned(),
        role: Role::Sre,
        team: Some("Ops".to_owned()),
        state: State::Active,
        created_at: 100,
        updated_at: 100,
        version: 1,
    }
}

fn role(role: Role) -> Change {
    Change { role: Some(role), ..Change::default() }
}

#[test]
fn everybody_sees_themselves_and_members_see_each_other() {
    for role in Role::ALL {
        assert!(Asker { id: OWN, role }.may_see(OWN));
        assert_eq!(Asker { id: OWN, role }.may_see(OTHER), role >= Role::Viewer);
    }
}

#[test]
fn addresses_are_for_their_owner_and_admins() {
    for role in Role::ALL {
        assert!(Asker { id: OWN, role }.may_see_address(OWN));
        assert_eq!(Asker { id: OWN, role }.may_see_address(OTHER), role == Role::Admin);
    }
}

#[test]
fn nobody_learns_of_an_account_by_trying_to_change_it() {
    assert_eq!(Asker { id: OTHER, role: Role::Guest }.may_touch(OWN), Err(Refusal::Hidden));
    assert_eq!(Asker { id: OTHER, role: Role::Manager }.may_touch(OWN), Err(Refusal::Foreign));
    assert_eq!(Asker { id: OTHER, role: Role::Admin }.may_touch(OWN), Ok(()));
}

#[test]
fn roles_are_given_by_admins_to_others() {
    for given in Role::ALL {
        let by_self = account().allows(&role(given), Asker { id: OWN, role: Role::Sre });
        let same = given == Role::Sre;
        assert_eq!(by_self, if same { Ok(()) } else { Err(Refusal::RoleNeedsAdmin) });
        let by_admin_self = account().allows(&role(given), Asker { id: OWN, role: Role::Admin });
        assert_eq!(by_admin_self, if same { Ok(()) } else { Err(Refusal::OwnRole) });
        assert_eq!(account().allows(&role(given), Asker { id: OTHER, role: Role::Admin }), Ok(()));
    }
}

#[test]
fn a_change_counts_once_and_none_counts_not() {
    let change = Change { name: Some("Alice Moreau".to_owned()), team: Some(None), role: Some(Role::Viewer) };
    let after = account().after(&change, 200).unwrap();
    assert_eq!((after.version, after.updated_at, after.created_at), (2, 200, 100));
    assert_eq!((after.name.as_str(), after.team.as_deref()), ("Alice Moreau", None));
    assert_eq!(after.differences(&account()), "name, team, role from sre to viewer");
    assert_eq!(after.after(&change, 300), None);
    assert_eq!(account().after(&Change::default(), 200), None);
}
