//! A panic in the page stops the module, and says nothing.
//!
//! The standard library writes a sentence first, for a console nobody watches: with the formatting behind it, a
//! twentieth of the panel. The compiler could leave it out with a standard library built for it, which a stable compiler
//! does not have; here the functions that only a panic reaches stop at once, and wasm-opt removes what they called.

use anyhow::{Result, bail};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

use crate::wasm_target;

/// Parts of mangled names of functions that only a panic reaches, or a text for the console.
const OF_PANIC: [&str; 21] = [
    "4core9panicking",
    "3std9panicking",
    "16slice_error_fail",
    "19slice_error_fail_rt",
    "16slice_index_fail",
    "17len_mismatch_fail",
    "13assert_failed",
    "13unwrap_failed",
    "13expect_failed",
    "30panic_already_mutably_borrowed",
    "22panic_already_borrowed",
    "18panic_access_error",
    "17capacity_overflow",
    "11borrow_fail",
    "5Debug3fmt",
    "fmt..Debug",
    "16escape_debug_ext",
    "12is_printable",
    "13PanicHookInfo",
    "24console_error_panic_hook",
    "12PanicPayload",
];

/// Yew's installation of the hook that would write to the console: nothing is left for it to write.
const HOOK: &str = "22set_default_panic_hook";

/// What a panic would have said: sentences of the standard library and of Yew, which nothing else shows.
const SENTENCES: [&str; 41] = [
    "start byte index ",
    " is out of bounds of `",
    " is not a char boundary; it is inside ",
    "slice index starts at ",
    "index out of bounds: the len is ",
    " but the index is ",
    "range start index ",
    " out of range for slice of length ",
    "range end index ",
    "cannot access a Thread Local Storage value during or after destruction: ",
    "copy_from_slice: source slice length (",
    ") does not match destination slice length (",
    "finish: callbacks should be Some",
    "finish: result should be None",
    "a Display implementation returned an error unexpectedly",
    "attempt to join into collection with len > usize::MAX",
    "internal error: entered unreachable code",
    "unkeyed child in fully keyed list",
    "Attempted to initialize thread-local while it is being dropped",
    "can't remove a child",
    "invalid attribute key",
    "could not set property",
    "could not remove attribute",
    "could not remove property",
    "can't create namespaced element for vtag",
    "couldn't clone cached element",
    "can't create element for vtag",
    "couldn't clone node to be cached",
    "failed to append child",
    "failed to insert node before next sibling",
    "failed to create detached element",
    "To suspend rendering, a <Suspense /> component is required.",
    "Tried to shrink to a larger capacity",
    "called `Option::unwrap()` on a `None` value",
    "cannot modify the panic hook from a panicking thread",
    "Hash table capacity overflow",
    "LazyCell instance has previously been poisoned",
    "attempt to divide by zero",
    "`async fn` resumed after completion",
    "RefCell already mutably borrowed",
    "RefCell already borrowed",
];

/// How the names of source files begin: those of the standard library and those of crates.
const SOURCES: [&str; 2] = ["/rustc/", wasm_target::CRATES];

/// How they end.
const END: &[u8] = b".rs";

/// Makes every panic an `unreachable`.
///
/// # Errors
///
/// The module has no names, or Yew no longer installs its hook where it did.
pub fn stop_at_once(module: &mut Module) -> Result<()> {
    let mut hooks = Vec::new();
    let mut panics = Vec::new();
    for function in module.funcs.iter_local().map(|(id, _)| id) {
        let name = module
            .funcs
            .get(function)
            .name
            .as_deref()
            .unwrap_or_default();
        if name.contains(HOOK) {
            hooks.push(function);
        } else if OF_PANIC.iter().any(|part| name.contains(part)) {
            panics.push(function);
        }
    }
    if hooks.is_empty() || panics.is_empty() {
        bail!(
            "the functions of a panic were not found in the widget: is it another compiler, or another Yew?"
        );
    }
    for function in panics {
        replace(module, function, true);
    }
    for function in hooks {
        replace(module, function, false);
    }
    let all: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for data in all {
        let data = &mut module.data.get_mut(data).value;
        forget_sources(data);
        forget_sentences(data);
    }
    Ok(())
}

/// Blanks the names of source files, which only the sentence of a panic held.
fn forget_sources(data: &mut [u8]) {
    for start in 0..data.len() {
        let rest = data.get_mut(start..).unwrap_or_default();
        if SOURCES
            .iter()
            .any(|source| rest.starts_with(source.as_bytes()))
            && let Some(length) = rest.windows(END.len()).position(|end| end == END)
        {
            rest.iter_mut()
                .take(length + END.len())
                .for_each(|byte| *byte = 0);
        }
    }
}

/// Blanks what a panic would have said.
fn forget_sentences(data: &mut [u8]) {
    for sentence in SENTENCES {
        let places: Vec<usize> = (0..data.len())
            .filter(|place| data[*place..].starts_with(sentence.as_bytes()))
            .collect();
        for place in places {
            data[place..place + sentence.len()].fill(0);
        }
    }
}

/// Gives a function a body that stops, or does nothing.
fn replace(module: &mut Module, function: FunctionId, stops: bool) {
    let signature = module.types.get(module.funcs.get(function).ty());
    let (params, results) = (signature.params().to_vec(), signature.results().to_vec());
    let arguments = params.iter().map(|kind| module.locals.add(*kind)).collect();
    let mut body = FunctionBuilder::new(&mut module.types, &params, &results);
    if stops {
        body.func_body().unreachable();
    }
    module.funcs.get_mut(function).kind = FunctionKind::Local(body.local_func(arguments));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_source_files_go_and_what_stands_beside_them_stays() {
        let mut data = b"reason.place/rustc/59807616/library/alloc/src/rc.rs/v1/redeem/crates/yew-0.23.0/src/app.rsa.rs".to_vec();
        forget_sources(&mut data);
        data.retain(|byte| *byte != 0);
        assert_eq!(data, b"reason.place/v1/redeema.rs");
    }

    #[test]
    fn sentences_of_a_panic_go_and_what_stands_beside_them_stays() {
        let mut data = b"typed.RefCell already borrowedfieldRefCell already".to_vec();
        forget_sentences(&mut data);
        data.retain(|byte| *byte != 0);
        assert_eq!(data, b"typed.fieldRefCell already");
    }
}
