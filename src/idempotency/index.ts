export { type Answer, answerOnce, deleteOldAnswers } from './answer-once.ts'
export { idempotencyEntity } from './idempotency-entity.ts'
