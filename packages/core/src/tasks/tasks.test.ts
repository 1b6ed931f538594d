import { describe, expect, it } from 'vitest'
import type { Caller } from '../access/caller.ts'
import type { TaskFilterSpec } from '../contract/index.ts'
import { limits } from '../limits.ts'
import { insert } from '../ports/changes.ts'
import type { Task } from '../ports/entities.ts'
import { countingTask } from '../testing/tasks/counting.ts'
import { outcomeOf } from '../testing/update-sessions/place.ts'
import { createTestWorld } from '../testing/world.ts'
import { cancelTask } from './cancel-task.ts'
import { getTask } from './get-task.ts'
import { listTasks } from './list-tasks.ts'

const open = async () => {
  const test = createTestWorld()
  const { world, apply, addCaller } = test
  const admin = await addCaller()
  const owner = await addCaller([{ role: 'viewer', libraryId: null }])
  const stranger = await addCaller([{ role: 'editor', libraryId: null }])
  const begin = async (given: Partial<Task> = {}): Promise<string> => {
    const own = { userId: owner.user.id, userName: owner.user.name }
    const task = countingTask(2, { ...own, ...given })
    await apply(insert('task', task))
    return task.id
  }
  const list = async (caller: Caller, filter_spec: TaskFilterSpec = {}): Promise<string[]> =>
    Object.keys(await listTasks(world, caller, { filter_spec }))
  return { ...test, admin, owner, stranger, begin, list }
}

const ended = { status: 'SUCCEEDED', startedAt: 1, endedAt: 2, result: { a: 1 } } as const

describe('get', () => {
  it('shows a PENDING task without what it has not yet', async () => {
    const { world, owner, begin } = await open()
    const id = await begin({ targetType: 'com.vmware.content.Library', targetId: 'l' })
    expect(await getTask(world, owner, { task: id })).toEqual({
      description: { id: 'accession.task.pending', args: [], default_message: expect.any(String) },
      service: 'com.vmware.content.library',
      operation: 'migrate',
      target: { type: 'com.vmware.content.Library', id: 'l' },
      status: 'PENDING',
      cancelable: true,
      user: owner.user.name,
    })
  })

  it('shows the result of an ended one, unless it is to be left out', async () => {
    const { world, owner, begin } = await open()
    const task = await begin(ended)
    expect(await getTask(world, owner, { task })).toMatchObject({
      status: 'SUCCEEDED',
      start_time: '1970-01-01T00:00:00.001Z',
      end_time: '1970-01-01T00:00:00.002Z',
      progress: { completed: 0, total: 0 },
      result: { a: 1 },
    })
    const spec = { exclude_result: true, return_all: true }
    expect(await getTask(world, owner, { task, spec })).not.toHaveProperty('result')
  })

  it('shows the error of one that failed', async () => {
    const { world, owner, begin } = await open()
    const message = { id: 'accession.task.canceled', args: ['Ada'] }
    const task = await begin({ ...ended, status: 'FAILED', error: { type: 'CANCELED', message } })
    expect(await getTask(world, owner, { task })).toMatchObject({
      error: {
        error_type: 'CANCELED',
        messages: [{ id: message.id, default_message: 'Ada cancelled the task.', args: ['Ada'] }],
      },
    })
  })

  it('is for its user and administrators alone, those of its library among them', async () => {
    const { world, addCaller, admin, owner, stranger, begin } = await open()
    const task = await begin({ libraryId: 'l' })
    const ofLibrary = await addCaller([{ role: 'admin', libraryId: 'l' }])
    const ofAnother = await addCaller([{ role: 'admin', libraryId: 'm' }])
    for (const caller of [admin, owner, ofLibrary]) {
      expect(await getTask(world, caller, { task })).toMatchObject({ status: 'PENDING' })
    }
    for (const caller of [stranger, ofAnother]) {
      for (const call of [getTask, cancelTask]) {
        expect(await outcomeOf(call(world, caller, { task }))).toMatchObject({
          type: 'UNAUTHORIZED',
          id: 'accession.access.privilege_missing',
        })
      }
    }
    expect(await outcomeOf(getTask(world, admin, { task: 'nobody’s' }))).toMatchObject({
      type: 'NOT_FOUND',
    })
  })
})

describe('list', () => {
  it('shows the tasks that the caller may see', async () => {
    const { addCaller, admin, owner, stranger, begin, list } = await open()
    const ofLibrary = await addCaller([{ role: 'admin', libraryId: 'l' }])
    const one = await begin({ libraryId: 'l' })
    const two = await begin()
    const three = await begin({ userId: ofLibrary.user.id, libraryId: 'l' })
    expect(await list(admin)).toEqual([one, two, three])
    expect(await list(owner)).toEqual([one, two])
    expect(await list(ofLibrary)).toEqual([one, three])
    expect(await list(stranger)).toEqual([])
  })

  it('shows those that each property of the filter lets through', async () => {
    const { owner, admin, begin, list } = await open()
    const one = await begin({ service: 'a', operation: 'b', targetType: 't', targetId: 'x' })
    const two = await begin({ ...ended, service: 'c', operation: 'b', userName: 'Bob' })
    expect(await list(owner, { tasks: [two, 'unknown'] })).toEqual([two])
    expect(await list(owner, { services: ['a', 'z'] })).toEqual([one])
    expect(await list(owner, { operations: ['b'] })).toEqual([one, two])
    expect(await list(owner, { operations: ['b'], status: ['SUCCEEDED'] })).toEqual([two])
    expect(await list(owner, { targets: [{ type: 't', id: 'x' }] })).toEqual([one])
    expect(await list(owner, { targets: [{ type: 'x', id: 't' }] })).toEqual([])
    expect(await list(admin, { users: ['Bob'] })).toEqual([two])
    expect(await list(owner, { tasks: [], services: [], targets: [] })).toEqual([one, two])
  })

  it('answers so many at most, and lets so many be named', async () => {
    const { world, admin, apply, list } = await open()
    const many = Array.from({ length: limits.tasksListedMax + 5 }, () => countingTask(1))
    await apply(...many.map((task) => insert('task', task)))
    expect(await list(admin)).toEqual(many.slice(0, limits.tasksListedMax).map(({ id }) => id))
    const tasks = many.slice(0, limits.tasksNamedMax + 1).map(({ id }) => id)
    expect(await outcomeOf(listTasks(world, admin, { filter_spec: { tasks } }))).toMatchObject({
      type: 'INVALID_ARGUMENT',
      id: 'accession.task.too_many_named',
    })
  })
})

describe('cancel', () => {
  it('is refused where the task has ended, or cannot be cancelled', async () => {
    const { world, owner, begin } = await open()
    expect(await outcomeOf(cancelTask(world, owner, { task: await begin(ended) }))).toMatchObject({
      type: 'NOT_ALLOWED_IN_CURRENT_STATE',
      id: 'accession.task.ended',
    })
    const task = await begin({ isCancelable: false })
    expect(await outcomeOf(cancelTask(world, owner, { task }))).toMatchObject({
      type: 'UNSUPPORTED',
    })
    expect(await getTask(world, owner, { task })).toMatchObject({ status: 'PENDING' })
  })
})
