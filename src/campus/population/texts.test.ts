import { describe, expect, test } from 'vitest'
import { SeededRandom } from './random.ts'
import * as texts from './texts.ts'

const languages = ['en', 'es', 'pt', 'fr'] as const

const writers: Record<string, (random: SeededRandom) => string> = {
  assignmentTitle: texts.assignmentTitle,
  videoTitle: texts.videoTitle,
  gradeComment: texts.gradeComment,
  notificationTitle: (random) => texts.notificationText(random).title,
  notificationBody: (random) => texts.notificationText(random).body,
  studyPrompt: (random) => texts.studyPrompt(random),
  announcementTitle: (random) => texts.announcement(random).title,
  announcementBody: (random) => texts.announcement(random).body,
  maintenanceBody: (random) => texts.maintenanceText(random).body,
  ...Object.fromEntries(
    languages.flatMap((language) => [
      [`chatLine ${language}`, (random: SeededRandom) => texts.chatLine(random, language)],
      [`question ${language}`, (random: SeededRandom) => texts.question(random, language)],
      [`reply ${language}`, (random: SeededRandom) => texts.reply(random, language)],
      [`lessonTitle ${language}`, (random: SeededRandom) => texts.lessonTitle(random, language)],
    ]),
  ),
  ...Object.fromEntries([1, 2, 3, 4, 5].map((rating) => [`review ${rating}`, (random: SeededRandom) => texts.reviewComment(random, rating)])),
  ...Object.fromEntries((['chronic_absence', 'truancy', 'tardy_pattern'] as const).map((type) => [`intervention ${type}`, (random: SeededRandom) => texts.interventionReason(type, random)])),
}

describe.each(Object.entries(writers))('%s', (_, write) => {
  test('is short text without an open slot, and the same for the same seed', () => {
    for (let seed = 0; seed < 200; seed++) {
      const text = write(new SeededRandom(seed))
      expect(text).not.toMatch(/[{}]|undefined/)
      expect(text.length).toBeGreaterThan(3)
      expect(text.length).toBeLessThanOrEqual(200)
      expect(write(new SeededRandom(seed))).toBe(text)
    }
  })

  test('says more than one thing', () => {
    expect(new Set(Array.from({ length: 100 }, (_unused, seed) => write(new SeededRandom(seed)))).size).toBeGreaterThan(2)
  })
})

test('a poll has two to four options', () => {
  for (let seed = 0; seed < 100; seed++) {
    const { question, options } = texts.pollQuestion(new SeededRandom(seed))
    expect(question).toMatch(/\?$/)
    expect(options.length).toBeGreaterThanOrEqual(2)
    expect(options.length).toBeLessThanOrEqual(4)
    expect(new Set(options).size).toBe(options.length)
  }
})
