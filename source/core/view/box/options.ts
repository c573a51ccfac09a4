/** What can be said beside a code, in the order of the form. */
export const optionNames = ['folder', 'name', 'prompt', 'model', 'session', 'profile'] as const;

export type OptionName = typeof optionNames[number];

/** What is said beside the code of the next launch, as it was typed; what is not there was not said. */
export type LaunchOptions = Readonly<Partial<Record<OptionName, string>>>;

export const noOptions: LaunchOptions = {};

/** An empty text takes the option back. */
export function withOption(options: LaunchOptions, name: OptionName, text: string): LaunchOptions {
	const {[name]: _, ...others} = options;
	return text === '' ? others : {...others, [name]: text};
}

export function hasOptions(options: LaunchOptions): boolean {
	return Object.keys(options).length > 0;
}

/** What is set, in one line: `model kimi-k2.6   name api`. */
export function optionsText(options: LaunchOptions): string {
	return optionNames.flatMap(name => options[name] === undefined ? [] : [`${name} ${options[name]}`]).join('   ');
}
