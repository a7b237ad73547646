package import Hummingbird

/// A cookie to be set: always HttpOnly and SameSite=Lax, Secure whenever the request came over TLS.
package struct Cookie: Sendable, Equatable {
    package var name: String
    package var value: String
    package var path: String
    /// Nil lasts as long as the browser runs; zero deletes.
    package var maxAge: Duration?
    package var isSecure: Bool

    package init(_ name: String, _ value: String, path: String = "/", maxAge: Duration? = nil, isSecure: Bool) {
        self.name = name
        self.value = value
        self.path = path
        self.maxAge = maxAge
        self.isSecure = isSecure
    }

    /// The cookie that makes the browser forget.
    package static func expired(_ name: String, path: String = "/", isSecure: Bool) -> Cookie {
        Cookie(name, "", path: path, maxAge: .zero, isSecure: isSecure)
    }

    package var header: String {
        var parts = ["\(name)=\(value)", "Path=\(path)"]
        if let maxAge { parts.append("Max-Age=\(maxAge.components.seconds)") }
        parts.append("HttpOnly")
        parts.append("SameSite=Lax")
        if isSecure { parts.append("Secure") }
        return parts.joined(separator: "; ")
    }
}

extension Call {
    /// The value of a cookie of the request.
    package func cookie(_ name: String) -> String? {
        request.cookieValue(name)
    }
}

extension Request {
    /// The value of a cookie; the first when a browser sends several.
    package func cookieValue(_ name: String) -> String? {
        for header in headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let parts = pair.drop { $0 == " " }.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if parts.count == 2, parts[0] == name { return String(parts[1]) }
            }
        }
        return nil
    }
}
