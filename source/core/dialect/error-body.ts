import type {Dialect} from './dialect.js';
import {sseText} from './sse.js';

export type ErrorText = {readonly status: number; readonly message: string};

/** An error as the body of an answer in a client's dialect. */
export function errorBody(dialect: Dialect, {status, message}: ErrorText): string {
	return JSON.stringify(errorValue(dialect, {status, message}));
}

/** An error as the last event of a stream in a client's dialect. The block that was open stays open: a closed one would pass for whole. */
export function errorEvent(dialect: Dialect, {status, message}: ErrorText): string {
	switch (dialect) {
		case 'messages': {
			return sseText('error', errorValue(dialect, {status, message}));
		}

		case 'chat':
		case 'gemini': {
			return sseText(undefined, errorValue(dialect, {status, message}));
		}

		case 'responses': {
			// `server_error` and `rate_limit_exceeded` are the codes after which Codex tries again.
			const code = status === 429 ? 'rate_limit_exceeded' : 'server_error';
			return sseText('error', {type: 'error', code, message, param: null, sequence_number: 0});
		}
	}
}

function errorValue(dialect: Dialect, {status, message}: ErrorText): unknown {
	switch (dialect) {
		case 'messages': {
			return {type: 'error', error: {type: messagesType(status), message}};
		}

		case 'chat':
		case 'responses': {
			return {error: {message, type: openaiType(status), param: null, code: openaiCode(status)}};
		}

		case 'gemini': {
			return {error: {code: status, message, status: geminiStatus(status)}};
		}
	}
}

const messagesTypes: Readonly<Record<number, string>> = {
	400: 'invalid_request_error', 401: 'authentication_error', 402: 'billing_error', 403: 'permission_error', 404: 'not_found_error', 413: 'request_too_large', 429: 'rate_limit_error', 501: 'not_supported', 504: 'timeout_error', 529: 'overloaded_error',
};

function messagesType(status: number): string {
	return messagesTypes[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
}

function openaiType(status: number): string {
	if (status === 429) {
		return 'rate_limit_error';
	}

	return status === 401 ? 'authentication_error' : (status < 500 ? 'invalid_request_error' : 'server_error');
}

function openaiCode(status: number): string | null {
	switch (status) {
		case 401: {
			return 'invalid_api_key';
		}

		case 404: {
			return 'not_found';
		}

		case 429: {
			return 'rate_limit_exceeded';
		}

		default: {
			return status >= 500 ? 'server_error' : null;
		}
	}
}

const geminiStatuses: Readonly<Record<number, string>> = {
	400: 'INVALID_ARGUMENT', 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND', 409: 'ABORTED', 429: 'RESOURCE_EXHAUSTED', 501: 'UNIMPLEMENTED', 503: 'UNAVAILABLE', 504: 'DEADLINE_EXCEEDED',
};

function geminiStatus(status: number): string {
	return geminiStatuses[status] ?? (status < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL');
}
