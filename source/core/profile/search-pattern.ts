/** The names under which agents offer a search of the web, where a profile names no others. */
export const defaultSearchPattern = '^(web_search|search_web|brave_search|exa_search|google_search|googleSearch|fetch_url)$';
