/** What a learner has done of a lesson, as the platform's database keeps it. */
export interface LessonProgress {
  readonly lessonId: string | number
  readonly progress: number
  readonly timeSpentSeconds: number
  readonly syncVersion: number
}

const ROWS_MAX = 20_000

/** Progress by learner and lesson. Lesson ids come from clients, so the oldest rows give way. */
export class ProgressBook {
  readonly #rows = new Map<string, LessonProgress>()

  /** @param timeSpent seconds since the last call for this lesson. */
  sync(userId: number, lessonId: string | number, progress: number, timeSpent: number): LessonProgress {
    const key = `${userId} ${lessonId}`
    const before = this.#rows.get(key)
    const row = {
      lessonId,
      progress,
      timeSpentSeconds: (before?.timeSpentSeconds ?? 0) + timeSpent,
      syncVersion: (before?.syncVersion ?? 0) + 1,
    }
    this.#rows.delete(key)
    this.#rows.set(key, row)
    if (this.#rows.size > ROWS_MAX) {
      const oldest = this.#rows.keys().next()
      if (!oldest.done) this.#rows.delete(oldest.value)
    }
    return row
  }
}
