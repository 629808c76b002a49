export type { Session, Visitor } from './session.ts'
export { sessionEntity } from './session-entity.ts'
export { createSessions, type Sessions } from './sessions.ts'
