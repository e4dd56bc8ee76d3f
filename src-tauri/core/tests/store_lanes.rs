//! The threads that hold the file keep serving, whatever one job does.

use jiff::civil::date;
use steward_core::domain::ids::{DeviceId, RegisterId};
use steward_core::store::{self, Lanes, LanesClosed, Writer};
use steward_core::vault::RegisterSecret;
use uuid::Uuid;

#[test]
fn a_page_that_cannot_be_drawn_leaves_the_staff_list_open_for_reading_and_writing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(store::FILE_NAME);
    let key = RegisterSecret::new(*b"a key of a test.").database_key();
    let register = RegisterId::from_uuid(Uuid::from_u128(1));
    let made = store::create(&path, &key, register, date(2026, 11, 20)).unwrap();
    let writer = Writer::new(made.connection, DeviceId::from_uuid(Uuid::from_u128(2))).unwrap();
    let lanes = Lanes::start(writer, &path, &key, |_| {}).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();

    runtime.block_on(async {
        let failed = lanes
            .glance(|_| -> u32 { std::panic::panic_any("a fault in a page") })
            .await;
        assert_eq!(failed, Err(LanesClosed));
        let written = lanes
            .write(|writer| writer.set_local_fact("colour", Some("plum")).is_ok())
            .await;
        assert_eq!(written, Ok(true));
        let read = lanes
            .glance(|register| register.unwrap().local_fact("colour").unwrap())
            .await;
        assert_eq!(read, Ok(Some("plum".to_owned())));
    });
    lanes.close();
}
