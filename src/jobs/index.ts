export { type Jobs, openJobs } from './jobs.ts'
export { queueOf } from './queue.ts'
