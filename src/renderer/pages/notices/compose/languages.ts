/** Languages offered for a notice; a kept one that is not here stays as it is. */
export const languages: readonly { readonly code: string; readonly name: string }[] = [
  { code: 'en', name: 'English' }, { code: 'fr', name: 'French' }, { code: 'es', name: 'Spanish' }, { code: 'pt', name: 'Portuguese' }, { code: 'de', name: 'German' },
  { code: 'ar', name: 'Arabic' }, { code: 'he', name: 'Hebrew' }, { code: 'zh', name: 'Chinese' }, { code: 'vi', name: 'Vietnamese' }, { code: 'so', name: 'Somali' }, { code: 'uk', name: 'Ukrainian' },
]

export function languageName(code: string): string {
  return languages.find((language) => language.code === code)?.name ?? code
}
