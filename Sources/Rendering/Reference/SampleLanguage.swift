/// The languages in which samples are written.
package enum SampleLanguage: String, Sendable, CaseIterable {
    case shell, javascript, python, go, java, csharp, ruby, swift

    package var label: String {
        switch self {
        case .shell: "cURL"
        case .javascript: "JavaScript"
        case .python: "Python"
        case .go: "Go"
        case .java: "Java"
        case .csharp: "C#"
        case .ruby: "Ruby"
        case .swift: "Swift"
        }
    }

    /// The language as the highlighter knows it.
    package var grammar: String { self == .shell ? "bash" : rawValue }

    package func code(for request: SampleRequest) -> String {
        switch self {
        case .shell: shell(request)
        case .javascript: javaScript(request)
        case .python: python(request)
        case .go: go(request)
        case .java: java(request)
        case .csharp: csharp(request)
        case .ruby: ruby(request)
        case .swift: swift(request)
        }
    }

    private func shell(_ request: SampleRequest) -> String {
        var lines = ["curl \(request.method == "GET" ? "" : "-X \(request.method) ")\(Self.single(request.url))"]
        lines += request.headers.map { "  -H \(Self.single("\($0.name): \($0.value)"))" }
        let flag = request.isMultipart ? "-F" : "--data-urlencode"
        lines += request.form.map { "  \(flag) \(Self.single("\($0.name)=\($0.value)"))" }
        // curl takes a body that begins with @ for the name of a file.
        if let body = request.body {
            lines.append("  \(body.hasPrefix("@") ? "--data-raw" : "-d") \(Self.single(body))")
        }
        return lines.joined(separator: " \\\n")
    }

    private func javaScript(_ request: SampleRequest) -> String {
        var options: [String] = []
        if request.method != "GET" { options.append("  method: \"\(request.method)\",") }
        if !request.headers.isEmpty {
            options.append("  headers: {")
            options += request.headers.map { "    \(Self.double($0.name)): \(Self.double($0.value))," }
            options.append("  },")
        }
        var lines: [String] = []
        if !request.form.isEmpty {
            lines.append("const form = new \(request.isMultipart ? "FormData" : "URLSearchParams")();")
            lines += request.form.map { "form.append(\(Self.double($0.name)), \(Self.double($0.value)));" }
            lines.append("")
            options.append("  body: form,")
        } else if let body = request.body {
            let isJSON = body.hasPrefix("{") || body.hasPrefix("[")
            options.append("  body: \(isJSON ? "JSON.stringify(\(Self.indented(body)))" : Self.double(body)),")
        }
        let address = Self.double(request.url)
        if options.isEmpty {
            lines.append("const response = await fetch(\(address));")
        } else {
            lines.append("const response = await fetch(\(address), {")
            lines += options
            lines.append("});")
        }
        return (lines + ["const data = await response.json();"]).joined(separator: "\n")
    }

    private func python(_ request: SampleRequest) -> String {
        var lines = ["import requests", "", "response = requests.\(pythonCall(request)),"]
        if !request.headers.isEmpty {
            lines.append("    headers={")
            lines += request.headers.map { "        \(Self.double($0.name)): \(Self.double($0.value))," }
            lines.append("    },")
        }
        if !request.form.isEmpty {
            lines.append("    \(request.isMultipart ? "files" : "data")={")
            lines += request.form.map { field in
                let value =
                    field.value == "@file"
                    ? "open(\"file\", \"rb\")"
                    : request.isMultipart ? "(None, \(Self.double(field.value)))" : Self.double(field.value)
                return "        \(Self.double(field.name)): \(value),"
            }
            lines.append("    },")
        } else if let body = request.body {
            lines.append(
                "    data=\"\"\"\(body.replacing("\\", with: "\\\\").replacing("\"\"\"", with: "\\\"\\\"\\\""))\"\"\",")
        }
        return (lines + [")", "print(response.json())"]).joined(separator: "\n")
    }

    private func pythonCall(_ request: SampleRequest) -> String {
        let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].contains(request.method)
        let address = Self.double(request.url)
        return known
            ? "\(request.method.lowercased())(\n    \(address)"
            : "request(\n    \(Self.double(request.method)), \(address)"
    }

    private func swift(_ request: SampleRequest) -> String {
        var lines = [
            "import Foundation", "", "var request = URLRequest(url: URL(string: \(Self.double(request.url)))!)",
        ]
        if request.method != "GET" { lines.append("request.httpMethod = \"\(request.method)\"") }
        lines += request.headers.map {
            "request.setValue(\(Self.double($0.value)), forHTTPHeaderField: \(Self.double($0.name)))"
        }
        if let body = Self.textBody(request) { lines.append("request.httpBody = Data(\(Self.double(body)).utf8)") }
        lines.append("let (data, _) = try await URLSession.shared.data(for: request)")
        return lines.joined(separator: "\n")
    }
}

extension SampleLanguage {
    /// The body, or the form as one.
    static func textBody(_ request: SampleRequest) -> String? {
        guard request.body == nil, !request.form.isEmpty else { return request.body }
        return request.form.map { "\(AddressText.encoded($0.name))=\(AddressText.encoded($0.value))" }
            .joined(separator: "&")
    }

    /// For a shell: in single quotes, so that nothing inside means anything.
    static func single(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }

    static func double(_ text: String) -> String { ExampleValue.quoted(text) }

    private static func indented(_ text: String) -> String {
        text.replacing("\n", with: "\n  ")
    }

    func go(_ request: SampleRequest) -> String {
        let body = Self.textBody(request)
        let reader = body == nil ? "nil" : "strings.NewReader(\(Self.double(body ?? "")))"
        var lines = ["package main", "", "import ("]
        lines += ["\t\"fmt\"", "\t\"io\"", "\t\"net/http\""] + (body == nil ? [] : ["\t\"strings\""])
        lines += [
            ")", "", "func main() {",
            "\treq, _ := http.NewRequest(\"\(request.method)\", \(Self.double(request.url)), \(reader))",
        ]
        lines += request.headers.map { "\treq.Header.Set(\(Self.double($0.name)), \(Self.double($0.value)))" }
        lines += [
            "\tres, err := http.DefaultClient.Do(req)", "\tif err != nil {", "\t\tpanic(err)", "\t}",
            "\tdefer res.Body.Close()", "\tbody, _ := io.ReadAll(res.Body)", "\tfmt.Println(string(body))", "}",
        ]
        return lines.joined(separator: "\n")
    }

    func java(_ request: SampleRequest) -> String {
        let body = Self.textBody(request)
        let publisher = body.map { "BodyPublishers.ofString(\(Self.double($0)))" } ?? "BodyPublishers.noBody()"
        var lines = [
            "var client = HttpClient.newHttpClient();", "var request = HttpRequest.newBuilder()",
            "    .uri(URI.create(\(Self.double(request.url))))",
        ]
        lines += request.headers.map { "    .header(\(Self.double($0.name)), \(Self.double($0.value)))" }
        lines += [
            "    .method(\"\(request.method)\", \(publisher))", "    .build();",
            "var response = client.send(request, BodyHandlers.ofString());", "System.out.println(response.body());",
        ]
        return lines.joined(separator: "\n")
    }

    func csharp(_ request: SampleRequest) -> String {
        var lines = ["using var client = new HttpClient();"]
        lines += [
            "var request = new HttpRequestMessage(new HttpMethod(\"\(request.method)\"), \(Self.double(request.url)));"
        ]
        lines += request.headers.filter { $0.name != "Content-Type" }.map {
            "request.Headers.TryAddWithoutValidation(\(Self.double($0.name)), \(Self.double($0.value)));"
        }
        if let body = Self.textBody(request) {
            let type = request.headers.first { $0.name == "Content-Type" }?.value ?? "application/x-www-form-urlencoded"
            lines.append(
                "request.Content = new StringContent(\(Self.double(body)), Encoding.UTF8, \(Self.double(type)));")
        }
        lines += [
            "var response = await client.SendAsync(request);",
            "Console.WriteLine(await response.Content.ReadAsStringAsync());",
        ]
        return lines.joined(separator: "\n")
    }

    func ruby(_ request: SampleRequest) -> String {
        let name = request.method.prefix(1) + request.method.dropFirst().lowercased()
        var lines = [
            "require \"net/http\"", "", "uri = URI(\(Self.rubyText(request.url)))",
            "request = Net::HTTP::\(name).new(uri)",
        ]
        lines += request.headers.map { "request[\(Self.rubyText($0.name))] = \(Self.rubyText($0.value))" }
        if let body = Self.textBody(request) { lines.append("request.body = \(Self.rubyText(body))") }
        lines += [
            "response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == \"https\") do |http|",
            "  http.request(request)", "end", "puts response.body",
        ]
        return lines.joined(separator: "\n")
    }

    private static func rubyText(_ text: String) -> String { double(text).replacing("#", with: "\\#") }
}
