/*
 * Texts of notices are hostile until proven otherwise: somebody pastes them. They are drawn as plain text, and what
 * cannot be seen but changes what is read (control characters, direction overrides) is made visible.
 */

// oxlint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g

/** The text with every hidden character as its code: `⟨U+202E⟩`. Tab and line end stay. */
export function visibleText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(HIDDEN, (found) => `⟨U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
}

/** How many hidden characters a text has. */
export function hiddenCharacters(text: string): number {
  return text.replace(/\r\n?/g, '\n').match(HIDDEN)?.length ?? 0
}
