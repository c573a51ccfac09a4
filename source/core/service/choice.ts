/** What can be done about a service that rests. The service offers it in words, with its refusal; a screen does it. */
export type ServiceChoice =
	/** On another port, for this run; 0 is whichever is free. */
	| {readonly type: 'use-port'; readonly port: number}
	/** What an earlier run of it has left behind, and start it. */
	| {readonly type: 'end-left'}
	| {readonly type: 'try-again'};

export function choiceText(choice: ServiceChoice): string {
	switch (choice.type) {
		case 'use-port': {
			return choice.port === 0 ? 'use a free port' : `use ${choice.port}`;
		}

		case 'end-left': {
			return 'end it and start';
		}

		case 'try-again': {
			return 'try again';
		}
	}
}

/** Undefined for words that only people can follow. */
export function readChoice(text: string): ServiceChoice | undefined {
	if (text === choiceText({type: 'try-again'})) {
		return {type: 'try-again'};
	}

	if (text === choiceText({type: 'end-left'})) {
		return {type: 'end-left'};
	}

	if (text === choiceText({type: 'use-port', port: 0})) {
		return {type: 'use-port', port: 0};
	}

	const port = Number(/^use (\d{1,5})$/.exec(text)?.[1]);
	return Number.isInteger(port) && port > 0 && port <= 65_535 ? {type: 'use-port', port} : undefined;
}
