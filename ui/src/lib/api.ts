/**
 * The way to the app behind the window, and the only file that imports Tauri. Every command of the contract is called by
 * its name; an error arrives as an `ApiFailure` with the code that `errors.ts` has words for.
 */
import { invoke } from '@tauri-apps/api/core';
import type { ApiError } from '../bindings/ApiError';
import type { Commands } from '../bindings/commands';
import type { ErrorCode } from '../bindings/ErrorCode';
import type { NoRequest } from '../bindings/NoRequest';
import { isErrorCode } from './errors';

export type CommandName = keyof Commands;
export type RequestOf<Name extends CommandName> = Commands[Name]['request'];
export type ViewOf<Name extends CommandName> = Commands[Name]['view'];

/** A command that asks for nothing is called without a request. */
type Asked<Name extends CommandName> = NoRequest extends RequestOf<Name> ? [] : [request: RequestOf<Name>];

/** A command refused. Its message is for developers; the words for people come from `errors.ts`. */
export class ApiFailure extends Error {
  readonly error: ApiError;

  constructor(error: ApiError) {
    super(`${error.code}: ${error.message}`);
    this.name = 'ApiFailure';
    this.error = error;
  }

  get code(): ErrorCode {
    return this.error.code;
  }
}

let closed: (() => void) | undefined;

/** Tells who to call when a command finds the staff list closed: it was locked in the meantime. */
export function onClosed(listener: () => void): void {
  closed = listener;
}

/** The commands that take long: the lock after quiet minutes waits for them. */
const jobs: ReadonlySet<CommandName> = new Set<CommandName>([
  'import_check',
  'import_record',
  'history_verify',
  'backup_save',
]);

let running = 0;

/** Whether a command that takes long is running. */
export const jobRuns = (): boolean => running > 0;

/** Asks one command and waits for its answer. */
export async function call<Name extends CommandName>(name: Name, ...[request]: Asked<Name>): Promise<ViewOf<Name>> {
  const takesLong = jobs.has(name);
  if (takesLong) running += 1;
  try {
    return await invoke<ViewOf<Name>>(name, { request: request ?? {} });
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failure.code === 'not_open') closed?.();
    throw failure;
  } finally {
    if (takesLong) running -= 1;
  }
}

/** Whatever was thrown, as the one error of the border. */
export function toFailure(thrown: unknown): ApiFailure {
  if (thrown instanceof ApiFailure) return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && isErrorCode(thrown.code)) {
    return new ApiFailure(thrown as ApiError);
  }
  return new ApiFailure({
    code: 'internal',
    message: thrown instanceof Error ? thrown.message : 'no answer',
    field: null,
  });
}
