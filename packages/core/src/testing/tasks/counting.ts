import { insert } from '../../ports/changes.ts'
import type { Task } from '../../ports/entities.ts'
import type { Store } from '../../ports/store.ts'
import type { TaskKind, TaskRun } from '../../tasks/task-kind.ts'
import type { World } from '../../world.ts'
import { sampleRow } from '../store/sample-rows.ts'

interface Checkpoint {
  readonly done: number
  readonly of: number
}

/**
 * A kind of task that counts: each step leaves a row of its own, which no other run of the step can
 * leave again. `during` is what a step does before it commits.
 */
export const counting = (during: (run: TaskRun) => Promise<void> = async () => {}): TaskKind => ({
  async step(world, run) {
    await during(run)
    await run.advance(async () => {
      const { done, of } = run.task.checkpoint as Checkpoint
      const isLast = done + 1 === of
      return {
        changes: [insert('setting', trace(run.task, String(done)))],
        checkpoint: { done: done + 1, of },
        completed: done + 1,
        total: of,
        ...(isLast && { end: { result: { counted: of } } }),
      }
    })
  },
  abandon: async (_world, task) => ({ changes: [insert('setting', trace(task, 'undone'))] }),
})

const trace = ({ id }: Task, name: string) => ({ id: `${id}/${name}`, revision: 1, value: name })

/** What the steps of a task left, in the order of their names. */
export const tracesOf = async (
  { store }: Pick<World, 'store'>,
  task: string,
): Promise<string[]> => {
  const rows = await store.find('setting', {
    where: { id: { moreThan: `${task}/` } },
    limit: 1_000,
  })
  return rows.filter(({ id }) => id.startsWith(`${task}/`)).map(({ value }) => value)
}

/** A task that counts, as an operation would have begun it. */
export const countingTask = (of: number, given: Partial<Task> = {}): Task =>
  sampleRow('task', {
    kind: 'counting',
    status: 'PENDING',
    progressCompleted: 0,
    progressTotal: 0,
    checkpoint: { done: 0, of },
    error: null,
    result: null,
    attempts: 0,
    holder: null,
    startedAt: null,
    dueAt: 0,
    ...given,
  })

/** A node whose catalog cannot be reached any more once it has died. */
export const mortal = (world: World): { readonly node: World; readonly die: () => void } => {
  let isDead = false
  const alive =
    <Arguments extends readonly unknown[], R>(call: (...given: Arguments) => Promise<R>) =>
    async (...given: Arguments): Promise<R> => {
      if (isDead) throw new Error('The node is dead')
      return call(...given)
    }
  const { store } = world
  const dying = {
    find: alive(store.find.bind(store) as never),
    findWith: alive(store.findWith.bind(store) as never),
    ids: alive(store.ids.bind(store) as never),
    commit: alive(store.commit.bind(store)),
  } as unknown as Store
  return {
    node: { ...world, store: dying },
    die() {
      isDead = true
    },
  }
}
