// Written from widget/interface.toml by `cargo xtask docs`.
export const PROPERTIES = [
  {
    "default": "inherit",
    "description": "Scheme of the panel, for a page that has a switch of its own. The attribute is stronger.",
    "group": "Panel",
    "name": "--unefois-color-scheme",
    "syntax": "light | dark | light dark"
  },
  {
    "default": "light-dark(#fff, #16191d)",
    "description": "Background of the panel.",
    "group": "Panel",
    "name": "--unefois-surface",
    "syntax": "<color>"
  },
  {
    "default": "1px solid #7d8792",
    "description": "Border of the panel.",
    "group": "Panel",
    "name": "--unefois-border",
    "syntax": "<border>"
  },
  {
    "default": "4px",
    "description": "Corners of the panel, of its boxes, fields and buttons.",
    "group": "Panel",
    "name": "--unefois-radius",
    "syntax": "<length>"
  },
  {
    "default": "none",
    "description": "Shadow of the panel.",
    "group": "Panel",
    "name": "--unefois-shadow",
    "syntax": "<shadow>"
  },
  {
    "default": "1.25em",
    "description": "Space inside the panel.",
    "group": "Panel",
    "name": "--unefois-padding",
    "syntax": "<length>"
  },
  {
    "default": "0.75em",
    "description": "Space between paragraphs and between buttons.",
    "group": "Panel",
    "name": "--unefois-gap",
    "syntax": "<length>"
  },
  {
    "default": "system-ui, Arial, sans-serif",
    "description": "Font of the panel; `inherit` for the page's.",
    "group": "Text",
    "name": "--unefois-font",
    "syntax": "<family-name>#"
  },
  {
    "default": "max(1em, 16px)",
    "description": "Size of the text; every other size follows.",
    "group": "Text",
    "name": "--unefois-font-size",
    "syntax": "<length>"
  },
  {
    "default": "1.5",
    "description": "Height of a line.",
    "group": "Text",
    "name": "--unefois-line-height",
    "syntax": "<number>"
  },
  {
    "default": "light-dark(#1f2328, #eceff2)",
    "description": "Colour of the text.",
    "group": "Text",
    "name": "--unefois-text",
    "syntax": "<color>"
  },
  {
    "default": "light-dark(#4c545c, #b9c1c9)",
    "description": "Colour of what is said below a box or a label.",
    "group": "Text",
    "name": "--unefois-muted",
    "syntax": "<color>"
  },
  {
    "default": "600",
    "description": "Weight of labels, buttons and announcements.",
    "group": "Text",
    "name": "--unefois-strong-weight",
    "syntax": "<number>"
  },
  {
    "default": "inherit",
    "description": "Font of the headings.",
    "group": "Titles",
    "name": "--unefois-title-font",
    "syntax": "<family-name>#"
  },
  {
    "default": "1.25em",
    "description": "Size of the title.",
    "group": "Titles",
    "name": "--unefois-title-size",
    "syntax": "<length>"
  },
  {
    "default": "1.0625em",
    "description": "Size of the headings below it.",
    "group": "Titles",
    "name": "--unefois-subtitle-size",
    "syntax": "<length>"
  },
  {
    "default": "700",
    "description": "Weight of the headings.",
    "group": "Titles",
    "name": "--unefois-title-weight",
    "syntax": "<number>"
  },
  {
    "default": "inherit",
    "description": "Colour of the headings.",
    "group": "Titles",
    "name": "--unefois-title-text",
    "syntax": "<color>"
  },
  {
    "default": "light-dark(#0b5563, #8fd3de)",
    "description": "Colour of links, of disclosures and of buttons.",
    "group": "Accents",
    "name": "--unefois-link",
    "syntax": "<color>"
  },
  {
    "default": "light-dark(#0b5563, #8fd3de)",
    "description": "Colour of ticked boxes.",
    "group": "Accents",
    "name": "--unefois-accent",
    "syntax": "<color>"
  },
  {
    "default": "light-dark(#8a4b00, #f0b35b)",
    "description": "Colour of errors and of what is said at once.",
    "group": "Accents",
    "name": "--unefois-alert",
    "syntax": "<color>"
  },
  {
    "default": "#8a929b",
    "description": "Colour of lines, and of the borders of boxes and fields.",
    "group": "Accents",
    "name": "--unefois-line",
    "syntax": "<color>"
  },
  {
    "default": "4px",
    "description": "Width of the bar beside what is typed and beside a failure.",
    "group": "Accents",
    "name": "--unefois-bar",
    "syntax": "<length>"
  },
  {
    "default": "#0a76f6",
    "description": "Colour of the focus; that of the FranceConnect button is official.",
    "group": "Focus",
    "name": "--unefois-focus",
    "syntax": "<color>"
  },
  {
    "default": "3px",
    "description": "Width of the focus.",
    "group": "Focus",
    "name": "--unefois-focus-width",
    "syntax": "<length>"
  },
  {
    "default": "2px",
    "description": "Space between what has the focus and its outline.",
    "group": "Focus",
    "name": "--unefois-focus-offset",
    "syntax": "<length>"
  },
  {
    "default": "44px",
    "description": "Least height of what is pressed; never under 24px.",
    "group": "Focus",
    "name": "--unefois-target",
    "syntax": "<length>"
  },
  {
    "default": "light-dark(#f2f5f6, #20262c)",
    "description": "Background of a box or a button under the pointer.",
    "group": "Boxes",
    "name": "--unefois-hover",
    "syntax": "<color>"
  },
  {
    "default": "transparent",
    "description": "Background of a box.",
    "group": "Boxes",
    "name": "--unefois-source-surface",
    "syntax": "<color>"
  },
  {
    "default": "transparent",
    "description": "Background of a box that is ticked.",
    "group": "Boxes",
    "name": "--unefois-source-ticked",
    "syntax": "<color>"
  },
  {
    "default": "1px solid var(--unefois-line, #8a929b)",
    "description": "Border of a box.",
    "group": "Boxes",
    "name": "--unefois-source-border",
    "syntax": "<border>"
  },
  {
    "default": "0.75em",
    "description": "Space inside a box.",
    "group": "Boxes",
    "name": "--unefois-source-padding",
    "syntax": "<length>"
  },
  {
    "default": "1.375em",
    "description": "Size of what is ticked.",
    "group": "Boxes",
    "name": "--unefois-tick-size",
    "syntax": "<length>"
  },
  {
    "default": "transparent",
    "description": "Background of a field of the panel.",
    "group": "Fields",
    "name": "--unefois-input-surface",
    "syntax": "<color>"
  },
  {
    "default": "1px solid var(--unefois-line, #8a929b)",
    "description": "Border of a field of the panel.",
    "group": "Fields",
    "name": "--unefois-input-border",
    "syntax": "<border>"
  },
  {
    "default": "24em",
    "description": "Greatest width of a field of the panel.",
    "group": "Fields",
    "name": "--unefois-input-width",
    "syntax": "<length>"
  },
  {
    "default": "transparent",
    "description": "Background of a button.",
    "group": "Buttons",
    "name": "--unefois-action",
    "syntax": "<color>"
  },
  {
    "default": "var(--unefois-link, light-dark(#0b5563, #8fd3de))",
    "description": "Colour of a button's text.",
    "group": "Buttons",
    "name": "--unefois-action-text",
    "syntax": "<color>"
  },
  {
    "default": "var(--unefois-hover, light-dark(#f2f5f6, #20262c))",
    "description": "Background of a button under the pointer.",
    "group": "Buttons",
    "name": "--unefois-action-hover",
    "syntax": "<color>"
  },
  {
    "default": "1px solid currentColor",
    "description": "Border of a button.",
    "group": "Buttons",
    "name": "--unefois-action-border",
    "syntax": "<border>"
  },
  {
    "default": "0.4em 1em",
    "description": "Space inside a button.",
    "group": "Buttons",
    "name": "--unefois-action-padding",
    "syntax": "<length>{1,4}"
  },
  {
    "default": "inherit",
    "description": "Colour of the notes beside the fields of the form.",
    "group": "Notes beside the fields",
    "name": "--unefois-note-text",
    "syntax": "<color>"
  },
  {
    "default": "0.875em",
    "description": "Size of the notes.",
    "group": "Notes beside the fields",
    "name": "--unefois-note-size",
    "syntax": "<length>"
  },
  {
    "default": "inherit",
    "description": "Colour of the buttons of the notes.",
    "group": "Notes beside the fields",
    "name": "--unefois-note-link",
    "syntax": "<color>"
  }
];
