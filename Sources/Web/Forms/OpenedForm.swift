package import Rendering

extension FormData {
    /// Hidden fields that say what these fields held when the form was opened.
    package func opened(_ names: [String]) -> HTML {
        let fields: [HTML] = names.map { UI.hiddenField(Self.key($0), self[$0]) }
        return "\(fields)"
    }

    /// The form over what stands now: what was not changed in it is left as it stands, so that two people who change
    /// different things lose nothing. Fields that were not opened with `opened` are as they were sent.
    package func merged(over current: FormData) -> FormData {
        let opened = Set(fields.map(\.name).filter { $0.hasPrefix(Self.prefix) })
        let untouched = opened.map { String($0.dropFirst(Self.prefix.count)) }.filter { name in
            Self.lines(self[name]) == Self.lines(self[Self.key(name)])
        }
        let kept = fields.filter { !opened.contains($0.name) && !untouched.contains($0.name) }
        var merged = FormData(kept + untouched.map { (name: $0, value: current[$0]) })
        merged.files = files
        return merged
    }

    private static let prefix = "opened."

    private static func key(_ name: String) -> String { prefix + name }

    /// Browsers end lines their own way.
    private static func lines(_ text: String) -> String { text.replacing("\r\n", with: "\n") }
}
