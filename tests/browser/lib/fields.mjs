// The form as a person reads it: each field with its value, the sentence beside it, and what may be done with it.

/** A field's states. */
export const STATES = { locked: "certifié, verrouillé", editable: "modifiable", empty: "à remplir" };

/**
 * Every field of the page's form, in its order, radio buttons and boxes of one name together:
 * `{name, id, label, value, shown, said, saidAloud, isLocked}`. `said` is the widget's sentence tied to the field by
 * `aria-describedby`, or an empty text, and `saidAloud` the part of it that is not shown; `shown` is the value in the
 * words of an option or a label.
 */
export function readFields(page) {
  return page.$eval("main form", (element) => {
    const labelOf = (control) => control.labels?.[0]?.querySelector("span")?.previousSibling ?? control.labels?.[0];
    const plain = (it) => (it?.textContent ?? "").replace(/[\u00a0\u202f]/g, " ");
    const explanations = (control) =>
      (control.getAttribute("aria-describedby") ?? "")
        .split(" ")
        .filter((id) => id.startsWith("unefois-"))
        .map((id) => document.getElementById(id));
    const said = (control) => explanations(control).map(plain).join(" ");
    const saidAloud = (control) => plain(explanations(control)[0]?.querySelector(".unefois-sr"));
    const partOf = (control) => {
      const group = control.closest("fieldset");
      const isSplit = group?.querySelectorAll("input, select").length <= 3;
      return isSplit ? `${group.querySelector("legend")?.firstChild.textContent.trim()}, ` : "";
    };
    // Some libraries give a control an id alone.
    const keyOf = ({ name, id }) => name || id;
    const read = (controls) => {
      const [first] = controls;
      const isTick = ["radio", "checkbox"].includes(first.type);
      const ticked = controls.filter((control) => control.checked);
      const words = isTick ? ticked.map((control) => control.labels[0]?.textContent.trim()) : [first.value];
      const option = first.selectedOptions?.[0];
      const isGroup = isTick && controls.length > 1;
      const label = isGroup ? first.closest("fieldset")?.querySelector("legend")?.firstChild : labelOf(first);
      return {
        name: keyOf(first),
        id: first.id,
        label: `${isTick ? "" : partOf(first)}${label?.textContent.trim() ?? first.name}`,
        value: isTick ? ticked.map((control) => control.value).join(", ") : first.value,
        shown: option ? (first.value && option.textContent) : words.join(", "),
        said: said(first),
        saidAloud: saidAloud(first),
        isLocked: first.readOnly === true,
      };
    };
    // Never through the form: a field may be named "elements".
    const controls = [...document.querySelectorAll("input:not([type=hidden], [type=button]), select, textarea")];
    const byName = Map.groupBy(controls.filter(({ form }) => form === element), keyOf);
    return [...byName.values()].map(read);
  });
}

/** What may be done with a field that was read. */
export function stateOf({ isLocked, value, said }) {
  if (isLocked) return STATES.locked;
  return value && said ? STATES.editable : value ? "" : STATES.empty;
}

/** Values by name of field. */
export async function readValues(page) {
  return Object.fromEntries((await readFields(page)).map(({ name, value }) => [name, value]));
}
