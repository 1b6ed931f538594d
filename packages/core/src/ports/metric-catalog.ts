import type { OperationName } from '../contract/contract.ts'
import type { ErrorType } from '../errors/error-types.ts'
import { oneOf } from './metric.ts'
import type { Metric } from './metric.ts'

/** What the process is doing, as metrics tell it. */
export type Work = OperationName | 'upload' | 'upkeep' | 'task' | 'other'

/** What a request asked for, as metrics tell it. */
export type Asked =
  | OperationName
  | 'upload'
  | 'download'
  | 'subscription'
  | 'health'
  | 'metrics'
  | 'other'

/** A kind of what the sweep takes up. */
export type SweptKind = (typeof sweptKinds)[number]

const sweptKinds = [
  'update_sessions_expired',
  'download_sessions_expired',
  'update_sessions_forgotten',
  'download_sessions_forgotten',
  'item_files_forgotten',
  'item_changes_forgotten',
  'client_tokens_forgotten',
  'tasks_forgotten',
  'tokens_forgotten',
  'libraries_removed',
  'items_removed',
  'library_syncs_looked_at',
  'blobs_freed',
] as const

const requestSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]
const storeSeconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 1, 10]
const sweepSeconds = [0.001, 0.01, 0.1, 1, 10, 60]

/**
 * Every metric: what is not here cannot be measured, and no label has a value that a client chose.
 * Names and units follow the conventions of Prometheus.
 */
export const metricCatalog = {
  accession_http_requests_total: {
    kind: 'counter',
    help: 'Requests answered; in JSON-RPC an error counts by the status that its type has elsewhere.',
    labels: {
      operation: oneOf<Asked>(
        'an operation of the contract, upload, download, subscription, health, metrics, other',
      ),
      dialect: ['rest', 'api', 'json-rpc', 'none'],
      status: ['1xx', '2xx', '3xx', '4xx', '5xx'],
    },
  },
  accession_http_request_duration_seconds: {
    kind: 'histogram',
    help: 'Time from a request to its answer; of a download, to its first byte.',
    labels: {
      operation: oneOf<Asked>(
        'an operation of the contract, upload, download, subscription, health, metrics, other',
      ),
    },
    bounds: requestSeconds,
  },
  accession_http_errors_total: {
    kind: 'counter',
    help: 'Requests answered with an error, by its type.',
    labels: { error_type: oneOf<ErrorType>('an error type of vAPI') },
  },

  accession_sign_ins_total: {
    kind: 'counter',
    help: 'Sign-ins with a password, of users and of subscribers: right, wrong, or refused because too many were being checked.',
    labels: { result: ['ok', 'failed', 'refused'] },
  },
  accession_sign_ins_delayed: {
    kind: 'level',
    help: 'Failed sign-ins whose answer is held back now.',
  },
  accession_sign_in_delay_seconds_total: {
    kind: 'counter',
    help: 'Time for which the answers to failed sign-ins were held back.',
  },
  accession_password_checks: {
    kind: 'level',
    help: 'Password checks: those that are hashing now, and those that wait for their turn.',
    labels: { state: ['running', 'waiting'] },
  },

  accession_transfers_running: {
    kind: 'level',
    help: 'Transfers that run in this process.',
    labels: { direction: ['upload', 'download', 'pull', 'sync'] },
  },
  accession_transfer_bytes_total: {
    kind: 'counter',
    help: 'Bytes of files received and sent.',
    labels: { direction: ['upload', 'download', 'pull', 'sync'] },
  },
  accession_uploads_total: {
    kind: 'counter',
    help: 'Uploads that ended, by how.',
    labels: {
      outcome: [
        'ready',
        'interrupted',
        'wrong_checksum',
        'wrong_content',
        'wrong_size',
        'superseded',
        'not_wanted',
        'too_slow',
        'no_space',
        'shutting_down',
        'failed',
      ],
    },
  },
  accession_downloads_total: {
    kind: 'counter',
    help: 'Downloads that ended, by how: sent to the end, left by the client, or broken off here.',
    labels: { outcome: ['sent', 'left', 'failed'] },
  },

  accession_update_sessions_created_total: {
    kind: 'counter',
    help: 'Update sessions created.',
  },
  accession_update_sessions_ended_total: {
    kind: 'counter',
    help: 'Update sessions that ended, by how; error is a client that failed its session, or warnings that did.',
    labels: { how: ['done', 'canceled', 'error', 'expired'] },
  },
  accession_update_sessions_deleted_total: {
    kind: 'counter',
    help: 'Update sessions deleted by clients.',
  },

  accession_commit_attempts_total: {
    kind: 'counter',
    help: 'Commits that operations tried; changed and taken are conflicts, after which they read again.',
    labels: {
      operation: oneOf<Work>('an operation of the contract, upload, upkeep, task, other'),
      outcome: ['committed', 'changed', 'taken'],
    },
  },
  accession_commits_given_up_total: {
    kind: 'counter',
    help: 'Operations that gave up after too many conflicts.',
    labels: { operation: oneOf<Work>('an operation of the contract, upload, upkeep, task, other') },
  },
  accession_store_read_duration_seconds: {
    kind: 'histogram',
    help: 'Time of a read of the catalog.',
    labels: { outcome: ['ok', 'failed'] },
    bounds: storeSeconds,
  },
  accession_store_commit_duration_seconds: {
    kind: 'histogram',
    help: 'Time of a commit to the catalog, by how it ended.',
    labels: { outcome: ['committed', 'changed', 'taken', 'failed'] },
    bounds: storeSeconds,
  },

  accession_sweep_steps_total: {
    kind: 'counter',
    help: 'Steps of the sweep; one is failed when any kind of it failed.',
    labels: { result: ['ok', 'failed'] },
  },
  accession_sweep_step_duration_seconds: {
    kind: 'histogram',
    help: 'Time of a step of the sweep.',
    bounds: sweepSeconds,
  },
  accession_sweep_taken_up_total: {
    kind: 'counter',
    help: 'What the sweep took up, by kind.',
    labels: { kind: sweptKinds },
  },
  accession_sweep_failures_total: {
    kind: 'counter',
    help: 'Kinds of a step of the sweep that failed.',
    labels: { kind: sweptKinds },
  },
  accession_sweep_last_success_timestamp_seconds: {
    kind: 'level',
    help: 'When a step of the sweep last succeeded, in seconds since 1970; 0 before the first.',
  },

  accession_tasks_running: {
    kind: 'level',
    help: 'Tasks that this process carries on now.',
  },
  accession_task_steps_total: {
    kind: 'counter',
    help: 'Steps of tasks, by how they ended; again is one that is tried again later.',
    labels: { result: ['ok', 'again', 'lost', 'failed'] },
  },
  accession_tasks_ended_total: {
    kind: 'counter',
    help: 'Tasks that ended, by how.',
    labels: { result: ['succeeded', 'failed', 'canceled'] },
  },

  accession_postgres_connections: {
    kind: 'reading',
    type: 'gauge',
    help: 'Connections to PostgreSQL, where the catalog is there.',
    labels: { state: ['busy', 'idle'] },
  },
  accession_postgres_waiting: {
    kind: 'reading',
    type: 'gauge',
    help: 'Queries that wait for a connection to PostgreSQL.',
  },

  accession_build_info: {
    kind: 'reading',
    type: 'gauge',
    help: 'Always 1; its labels tell the versions of the server and of its runtime.',
    labels: {
      version: oneOf<string>('the version of the server'),
      runtime: oneOf<string>('the name and version of its runtime'),
    },
  },
  process_start_time_seconds: {
    kind: 'reading',
    type: 'gauge',
    help: 'When the process started, in seconds since 1970.',
  },
  process_cpu_seconds_total: {
    kind: 'reading',
    type: 'counter',
    help: 'CPU time of the process, its own and that of the system for it.',
  },
  process_resident_memory_bytes: {
    kind: 'reading',
    type: 'gauge',
    help: 'Memory of the process that is in RAM.',
  },
  nodejs_heap_size_used_bytes: {
    kind: 'reading',
    type: 'gauge',
    help: 'Memory of the JavaScript heap that is in use.',
  },
  nodejs_eventloop_lag_mean_seconds: {
    kind: 'reading',
    type: 'gauge',
    help: 'How late the event loop was since the last look: the mean.',
  },
  nodejs_eventloop_lag_p99_seconds: {
    kind: 'reading',
    type: 'gauge',
    help: 'How late the event loop was since the last look: the 99th percentile.',
  },
  nodejs_eventloop_lag_max_seconds: {
    kind: 'reading',
    type: 'gauge',
    help: 'How late the event loop was since the last look: the longest.',
  },
} as const satisfies Readonly<Record<string, Metric>>
