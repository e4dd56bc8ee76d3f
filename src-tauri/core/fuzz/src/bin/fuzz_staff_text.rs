//! Fuzzes [`fuzz::staff_text`].
#![no_main]
#![expect(
    unsafe_code,
    reason = "the engine calls by name and hands over a pointer and a length"
)]

/// What the engine calls with each input.
#[unsafe(no_mangle)]
extern "C" fn LLVMFuzzerTestOneInput(data: *const u8, size: usize) -> i32 {
    let input = if size == 0 {
        &[]
    } else {
        // SAFETY: the engine owns `size` bytes at `data` until this returns, and changes none of them meanwhile.
        unsafe { std::slice::from_raw_parts(data, size) }
    };
    // A panic cannot leave through C: it ends the program, and the engine keeps the input.
    fuzz::staff_text(input);
    0
}
