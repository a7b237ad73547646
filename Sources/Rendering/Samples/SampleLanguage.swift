/// The languages in which samples are written.
package enum SampleLanguage: String, Sendable, CaseIterable {
    case shell, python, node, javascript, go, java, csharp, ruby, swift, kotlin, php, rust

    package var label: String {
        switch self {
        case .shell: "cURL"
        case .python: "Python"
        case .node: "Node.js"
        case .javascript: "JavaScript"
        case .go: "Go"
        case .java: "Java"
        case .csharp: "C#"
        case .ruby: "Ruby"
        case .swift: "Swift"
        case .kotlin: "Kotlin"
        case .php: "PHP"
        case .rust: "Rust"
        }
    }

    /// The language as the highlighter knows it.
    package var grammar: String {
        switch self {
        case .shell: "bash"
        case .node: "javascript"
        default: rawValue
        }
    }

    /// A whole program that sends the request and prints the answer.
    package func code(for request: SampleRequest) -> String {
        let lines =
            switch self {
            case .shell: ShellSample.lines(request)
            case .python: PythonSample.lines(request)
            case .node: ScriptSample(isNode: true).lines(request)
            case .javascript: ScriptSample(isNode: false).lines(request)
            case .go: GoSample.lines(request)
            case .java: JavaSample.lines(request)
            case .csharp: CSharpSample.lines(request)
            case .ruby: RubySample.lines(request)
            case .swift: SwiftSample.lines(request)
            case .kotlin: KotlinSample.lines(request)
            case .php: PHPSample.lines(request)
            case .rust: RustSample.lines(request)
            }
        return lines.joined(separator: "\n")
    }
}
