import type { Chapter } from '../chapter.ts'

/** Signing in and out. */
export const signingIn: Chapter = async (context, { administrator }) => {
  const token = await context.call('session.create', {}, administrator)
  const own = { kind: 'token', token } as const
  await context.call('session.get', {}, own)
  await context.call('session.delete', {}, own)
  await context.refused('UNAUTHENTICATED', 'session.get', {}, own)
  await context.refused('UNAUTHENTICATED', 'session.delete', {}, own)
  await context.refused('UNAUTHENTICATED', 'session.create', {}, { kind: 'none' })
  await context.refused('UNAUTHENTICATED', 'library.list', {}, { kind: 'none' })
}
