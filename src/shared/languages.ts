/** Languages offered for a notice; a kept one that is not here stays as it is. */
export const languages: readonly { readonly code: string; readonly name: string }[] = [
  { code: 'en', name: 'English' }, { code: 'fr', name: 'French' }, { code: 'es', name: 'Spanish' }, { code: 'pt', name: 'Portuguese' }, { code: 'de', name: 'German' },
  { code: 'ar', name: 'Arabic' }, { code: 'he', name: 'Hebrew' }, { code: 'zh', name: 'Chinese' }, { code: 'vi', name: 'Vietnamese' }, { code: 'so', name: 'Somali' }, { code: 'uk', name: 'Ukrainian' },
]

/** A tag without region and script: `pt` of `pt-BR`. */
export function baseLanguage(language: string): string {
  return language.toLowerCase().split('-')[0] ?? ''
}

/** `Spanish`, `Spanish (es-MX)`, or the tag where Rollcall has no name for it. */
export function languageName(language: string): string {
  const name = languages.find(({ code }) => code === baseLanguage(language))?.name
  if (name === undefined) return language
  return language.includes('-') ? `${name} (${language})` : name
}
