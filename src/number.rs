//! Decimal numbers in texts. In a browser the browser reads them: both round to the nearest, and the standard library's
//! tables are a twentieth of the core.

/// The finite number that a decimal text says, `1`, `-0.5` or `1e6`; nothing for any other text.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let decimal = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let number = if decimal && text.bytes().any(|byte| byte.is_ascii_digit()) { parse(text)? } else { return None };
    number.is_finite().then_some(number)
}

#[cfg(not(target_arch = "wasm32"))]
fn parse(text: &str) -> Option<f64> {
    text.parse().ok()
}

#[cfg(target_arch = "wasm32")]
fn parse(text: &str) -> Option<f64> {
    Some(wasm_bindgen::JsValue::from_str(text).unchecked_into_f64())
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn only_finite_decimals_are_numbers() {
        assert_eq!(["1", "-0.5", "1e6", "+2.5E-3"].map(decimal), [Some(1.0), Some(-0.5), Some(1e6), Some(0.0025)]);
        for text in ["", "inf", "nan", "1e999", "0x10", " 1", "1e", "-", "1_000", "1.2.3", "e5"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
