/** What was looked at, and what came of it. */
export type Finding = {
  readonly subject: string
  /** `note`: as it may well be meant, and worth knowing. */
  readonly state: 'good' | 'note' | 'problem'
  readonly says: string
  /** What to do about it. */
  readonly advice?: string
}

export const good = (subject: string, says: string): Finding => ({ subject, state: 'good', says })

export const note = (subject: string, says: string, advice?: string): Finding => ({
  subject,
  state: 'note',
  says,
  ...(advice === undefined ? {} : { advice }),
})

export const problem = (subject: string, says: string, advice: string): Finding => ({
  subject,
  state: 'problem',
  says,
  advice,
})
