# The English texts, and the fallback for every other language.
#
# One file a language, the same keys and placeholders in both, grouped by the part of the program that
# shows them: "list-", "card-", "dialog-", "failure-", "key-" and so on. Numbers are written as they are,
# without separators. Never in a text: characters whose width depends on the terminal (ellipsis, bullets,
# arrows, ticks, circled digits) and emoji.

## Languages

# The language's name in itself.
language-name = English
