import Model
package import Rendering

extension FormData {
    /// Hidden fields that say what these fields held when the form was opened; all of them unless some are named.
    package func opened(_ names: [String]? = nil) -> HTML {
        let fields: [HTML] = (names ?? self.fields.map(\.name)).map { UI.hiddenField(Self.key($0), self[$0]) }
        return "\(fields)"
    }

    /// The form over what stands now: what was not changed in it is left as it stands, so that two people who change
    /// different things lose nothing. What both have changed is in `clashes`, by the titles of the fields; `retrying`
    /// shows the form again for it. Fields that were not opened with `opened` are as they were sent.
    package func merged(over current: FormData, titles: [String: String] = [:]) -> FormData {
        let opened = Set(fields.map(\.name).filter { $0.hasPrefix(Self.prefix) })
        let names = opened.map { String($0.dropFirst(Self.prefix.count)) }.sorted()
        let untouched = names.filter { Self.lines(self[$0]) == Self.lines(self[Self.key($0)]) }
        let kept = fields.filter { !opened.contains($0.name) && !untouched.contains($0.name) }
        var merged = FormData(kept + untouched.map { (name: $0, value: current[$0]) })
        merged.files = files
        merged.clashes = names.filter { name in
            let theirs = Self.lines(current[name])
            return !untouched.contains(name) && theirs != Self.lines(self[Self.key(name)])
                && theirs != Self.lines(self[name])
        }.map { name in
            let isSwitch = [current[name], self[name], self[Self.key(name)]].allSatisfy { ["", "true"].contains($0) }
            return FormClash(name: name, title: titles[name], theirs: current[name], isSwitch: isSwitch)
        }
        return merged
    }

    private static let prefix = "opened."

    private static func key(_ name: String) -> String { prefix + name }

    /// Browsers end lines their own way.
    private static func lines(_ text: String) -> String { text.replacing("\r\n", with: "\n") }
}

/// A field that two people have changed: in a form, and elsewhere since the form was opened.
package struct FormClash: Sendable, Equatable {
    let title: String
    let theirs: String
    let isSwitch: Bool

    init(name: String, title: String?, theirs: String, isSwitch: Bool) {
        let words = name.replacing("_", with: " ")
        self.title = title ?? words.prefix(1).uppercased() + words.dropFirst()
        self.theirs = theirs
        self.isSwitch = isSwitch
    }

    /// What the field holds now.
    var html: HTML {
        if isSwitch { return "<p><strong>\(title)</strong>: \(theirs.isEmpty ? "off" : "on")</p>" }
        if theirs.isEmpty { return "<p><strong>\(title)</strong>: empty</p>" }
        if ID<FormClash>(theirs) != nil { return "<p><strong>\(title)</strong>: another one</p>" }
        if theirs.contains("\n") || theirs.count > 120 { return UI.codeBlock(theirs, title: title) }
        return "<p><strong>\(title)</strong>: \(theirs)</p>"
    }
}
