/// What the highlighter knows of a language: tables, no code.
struct Grammar: Sendable {
    enum Style: Sendable { case program, json, yaml, markup, http }

    var style = Style.program
    var lineComments: [String] = []
    var blockComment: (open: String, close: String)?
    /// Characters that open and close a text.
    var quotes: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "'")]
    /// Whether three quotes open a text of several lines.
    var hasLongTexts = false
    var keywords: Set<String> = []
    var literals: Set<String> = ["true", "false", "null"]
    /// Whether names in capitals are types.
    var hasTypes = true
    /// Whether `$NAME` and `--option` stand out.
    var isShell = false

    /// The tables of a language, by any of its usual names; nil for languages that are not known.
    static func named(_ name: String) -> Grammar? {
        let lowered = name.lowercased()
        return all[aliases[lowered] ?? lowered]
    }

    private static let aliases = [
        "sh": "bash", "shell": "bash", "zsh": "bash", "console": "bash", "curl": "bash", "shellscript": "bash",
        "yml": "yaml", "js": "javascript", "jsx": "javascript", "mjs": "javascript", "node": "javascript",
        "ts": "javascript", "typescript": "javascript", "tsx": "javascript", "py": "python", "golang": "go",
        "json5": "json", "jsonc": "json", "xml": "html", "svg": "html", "vue": "html", "htm": "html",
        "cs": "csharp", "c#": "csharp", "rb": "ruby", "rs": "rust", "kt": "kotlin",
    ]

    private static let all: [String: Grammar] = [
        "json": Grammar(style: .json), "yaml": Grammar(style: .yaml), "html": Grammar(style: .markup),
        "http": Grammar(style: .http),
        "bash": Grammar(
            lineComments: ["#"],
            keywords: words(
                "if then else elif fi for in do done while until case esac function return export local set"),
            literals: [], hasTypes: false, isShell: true),
        "javascript": program(
            """
            async await break case catch class const continue default delete do else export extends finally for from \
            function if import in instanceof interface let new of return static super switch this throw try type \
            typeof var void while yield enum implements private public readonly as declare namespace
            """, quotes: "\"'`", literals: "true false null undefined NaN"),
        "python": Grammar(
            lineComments: ["#"], hasLongTexts: true,
            keywords: words(
                """
                and as assert async await break class continue def del elif else except finally for from global if \
                import in is lambda nonlocal not or pass raise return try while with yield match case
                """), literals: words("True False None self")),
        "go": program(
            """
            break case chan const continue default defer else fallthrough for func go goto if import interface map \
            package range return select struct switch type var
            """, quotes: "\"'`", literals: "true false nil iota"),
        "swift": program(
            """
            actor any as associatedtype async await break case catch class continue default defer do else enum \
            extension fileprivate final for func guard if import in init inout internal is let mutating nonisolated \
            open package private protocol public repeat rethrows return some static struct subscript super switch \
            throw throws try typealias var where while
            """, quotes: "\"", literals: "true false nil self Self", hasLongTexts: true),
        "java": program(
            """
            abstract break case catch class continue default do else enum extends final finally for if implements \
            import instanceof int interface long new package private protected public record return static super \
            switch this throw throws try var void while boolean byte char double float short
            """),
        "csharp": program(
            """
            abstract async await base bool break byte case catch class const continue decimal default do double else \
            enum finally float for foreach get if in int interface internal is long namespace new object out override \
            private protected public readonly record ref return set static string struct switch this throw try using \
            var virtual void while
            """),
        "kotlin": program(
            """
            as break by class continue data do else enum for fun if import in interface is object override package \
            private return sealed super suspend this throw try typealias val var when while
            """, hasLongTexts: true),
        "rust": program(
            """
            as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move \
            mut pub ref return static struct super trait type unsafe use where while
            """, quotes: "\"", literals: "true false self Self None Some Ok Err"),
        "php": program(
            """
            abstract array as break case catch class const continue default do echo else extends final finally fn for \
            foreach function global if implements interface namespace new private protected public return static \
            switch throw trait try use var while
            """),
        "ruby": Grammar(
            lineComments: ["#"],
            keywords: words(
                """
                alias and begin break case class def do else elsif end ensure for if in module next not or redo \
                rescue retry return super then unless until when while yield require
                """), literals: words("true false nil self")),
        "sql": Grammar(
            lineComments: ["--"], blockComment: ("/*", "*/"),
            keywords: words(
                """
                select from where insert into values update set delete create table index drop alter join left right \
                inner outer on group by order having limit offset union all and or not as primary key references \
                SELECT FROM WHERE INSERT INTO VALUES UPDATE SET DELETE CREATE TABLE INDEX DROP ALTER JOIN LEFT RIGHT \
                INNER OUTER ON GROUP BY ORDER HAVING LIMIT OFFSET UNION ALL AND OR NOT AS PRIMARY KEY REFERENCES
                """), literals: words("null true false NULL TRUE FALSE"), hasTypes: false),
    ]

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(separator: " ").map(String.init))
    }

    private static func program(
        _ keywords: String, quotes: String = "\"'", literals: String = "true false null", hasLongTexts: Bool = false
    ) -> Grammar {
        Grammar(
            lineComments: ["//"], blockComment: ("/*", "*/"), quotes: Array(quotes.utf8), hasLongTexts: hasLongTexts,
            keywords: words(keywords), literals: words(literals))
    }
}
