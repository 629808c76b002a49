export type { Visitor } from './resume.ts'
export type { Session } from './session.ts'
export { sessionEntity } from './session-entity.ts'
export { createSessions, type Sessions } from './sessions.ts'
