import type { Random } from '../contract.ts'
import * as bank from './text-banks.ts'

/*
 * Plausible text of a school day. Every function takes its choices from `random` alone, so the same seed writes the
 * same words. All names, classes and events are invented.
 */

/** Language of a study text: AprendeAI's groups speak Portuguese and Spanish, RusingAcademy's learners French and English. */
export type Language = 'en' | 'es' | 'pt' | 'fr'

export type InterventionType = 'chronic_absence' | 'truancy' | 'tardy_pattern'

/** Replaces each `{slot}` of a template with a random word of that slot's bank. */
function fill(template: string, random: Random): string {
  return template.replace(/\{(\w+)\}/g, (whole, slot: string) => {
    const words = bank.slots[slot]
    return words === undefined ? whole : random.pick(words)
  })
}

function write(templates: readonly string[], random: Random): string {
  const text = fill(random.pick(templates), random)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A chat message between students or with a teacher, 10 to 120 characters. */
export function chatLine(random: Random, language: Language = 'en'): string {
  return write(bank.chatLines[language], random)
}

/** A question about a video or a lesson, as a student types it (endiAPI threads, video chats). */
export function question(random: Random, language: Language = 'en'): string {
  return write(bank.questions[language], random)
}

/** An answer to a question, by a teacher or a classmate. */
export function reply(random: Random, language: Language = 'en'): string {
  return write(bank.replies[language], random)
}

/** A school-wide announcement: a title of one line and a body of one or two sentences. */
export function announcement(random: Random): { title: string; body: string } {
  const { title, body } = random.pick(bank.announcements)
  return { title: fill(title, random), body: fill(body, random) }
}

/** A title for an assignment, test or project (SkillCore line items). */
export function assignmentTitle(random: Random): string {
  return write(bank.assignmentTitles, random)
}

/** A class poll: a question and two to four options. */
export function pollQuestion(random: Random): { question: string; options: string[] } {
  const poll = random.pick(bank.polls)
  return { question: poll.question, options: [...poll.options] }
}

/** A prompt for a study round (AprendeAI): a question to vote on and discuss. Portuguese or Spanish unless told otherwise. */
export function studyPrompt(random: Random, language?: Language): string {
  return write(bank.studyPrompts[language ?? random.pick(['pt', 'es', 'pt'] as const)], random)
}

/** A course review that fits the rating, 1 (poor) to 5 (excellent) stars; other numbers are moved into that range. */
export function reviewComment(random: Random, rating = 5): string {
  const stars = Math.min(5, Math.max(1, Math.round(rating)))
  return write(stars >= 4 ? bank.reviewsGood : stars === 3 ? bank.reviewsMixed : bank.reviewsPoor, random)
}

/** A title for a lesson; French for RusingAcademy's courses when asked. */
export function lessonTitle(random: Random, language: Language = 'en'): string {
  return write(bank.lessonTitles[language], random)
}

/** A title for a video of a course. */
export function videoTitle(random: Random): string {
  return write(bank.videoTitles, random)
}

/** Why an attendance intervention was triggered (SkillCore `attendance.intervention-triggered`, triggerReason). */
export function interventionReason(type: InterventionType, random: Random): string {
  return fill(random.pick(bank.interventionReasons[type]), random)
}

/** The text of a personal notification: title of one line and body of one sentence. */
export function notificationText(random: Random): { title: string; body: string } {
  const { title, body } = random.pick(bank.notifications)
  return { title: fill(title, random), body: fill(body, random) }
}

/** A maintenance notice of a platform's operators. */
export function maintenanceText(random: Random): { title: string; body: string } {
  const { title, body } = random.pick(bank.maintenances)
  return { title: fill(title, random), body: fill(body, random) }
}

/** A teacher's short comment on a grade. */
export function gradeComment(random: Random): string {
  return write(bank.gradeComments, random)
}
