use super::cluster;

#[test]
fn no_claims_make_no_events() {
    assert_eq!(cluster(&[], &[]), []);
}
