import { sentenceParts } from './notice-words.ts'
import { visibleText } from './visible-text.ts'

/** A sentence whose parts between ** are bold; all of it plain text. */
export function BoldSentence({ sentence }: { sentence: string }) {
  return <>{sentenceParts(visibleText(sentence)).map(({ text, bold }, index) => (bold ? <strong key={index}>{text}</strong> : <span key={index}>{text}</span>))}</>
}
