/**
JSON with comments and commas at the end of lists, as plain JSON: for a text that is known to be sound, so that nothing has to be loaded to read it.

@example
plainJson('{"a": 1, // one\n}') // → '{"a": 1 \n}'
*/
export function plainJson(text: string): string {
	const withoutComments = text.replaceAll(/("(?:\\.|[^"\\])*")|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g, (_, string: string | undefined) => string ?? ' ');
	return withoutComments.replaceAll(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? '');
}
