/**
 * Appends to the list that a map holds under a key. The list grows in place: to copy it each time takes time as the square
 * of its length, and what a repository holds decides how long it gets.
 */
export function appendTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
