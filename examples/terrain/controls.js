// A control of the kind a custom property takes. Each gives { element, write(value) }; an empty value sets nothing.

/** The control of a property; `change` is told each value. */
export function controlFor(property, change) {
  const id = `p${property.name}`;
  const kind = kindOf(property);
  const input = kind.make(property, id);
  const unit = kind.unit?.(property) ?? "";
  const element = block(property, id, input, unit);
  input.addEventListener("input", () => change(input.value && input.value + unit));
  const write = (value) => (input.value = unit ? value.replace(unit, "") : value);
  return kind.picks ? withPicker(property, { element, input, write }, change) : { element, write };
}

function kindOf({ syntax, default: value }) {
  if (syntax === "<color>") return { make: text, picks: true };
  if (syntax === "<number>") return { make: number };
  if (syntax.includes(" | ")) return { make: choice };
  if (syntax === "<length>" && /^[\d.]+(em|px)$/.test(value)) return { make: number, unit: () => value.replace(/[\d.]+/, "") };
  return { make: text };
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function text(property, id) {
  return make("input", { id, type: "text", placeholder: property.default, spellcheck: false, autocomplete: "off" });
}

function number(property, id) {
  const step = property.name.endsWith("weight") ? 100 : 0.0625;
  return make("input", { id, type: "number", min: 0, step: parseFloat(property.default) > 9 ? Math.max(step, 1) : step, placeholder: parseFloat(property.default) });
}

function choice(property, id) {
  const values = ["", ...property.syntax.split(" | ")];
  return make("select", { id }, ...values.map((value) => make("option", { value, textContent: value || "not set" })));
}

function block(property, id, input, unit) {
  input.setAttribute("aria-describedby", `${id}-about`);
  const name = `${property.name.slice("--unefois-".length)}${unit && ` (${unit})`}`;
  return make(
    "div",
    { className: "token" },
    make("label", { htmlFor: id, textContent: name }),
    make("p", { className: "about", id: `${id}-about`, textContent: property.description }),
    make("div", { className: "pair" }, input),
  );
}

/** A text takes any colour, a pair for light and dark too; the picker beside it gives one. */
function withPicker(property, { element, input, write }, change) {
  const picker = make("input", { type: "color", value: firstColour(property.default) });
  picker.setAttribute("aria-label", `${property.name.slice("--unefois-".length)}, picker`);
  picker.addEventListener("input", () => {
    input.value = picker.value;
    change(picker.value);
  });
  element.querySelector(".pair").append(picker);
  return {
    element,
    write(value) {
      write(value);
      picker.value = firstColour(value || property.default);
    },
  };
}

function firstColour(value) {
  const [, digits = "808080"] = /#([0-9a-f]{6}|[0-9a-f]{3})\b/.exec(value) ?? [];
  return `#${digits.length === 3 ? digits.replace(/./g, "$&$&") : digits}`;
}
