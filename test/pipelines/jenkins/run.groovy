// Runs a declarative Jenkinsfile in real Groovy: blocks may stand where the grammar of declarative pipelines has them,
// stages run in clones of their own, `sh` is executed as Jenkins does, and every other step is known by name or refused.
// Usage: groovy run.groovy <Jenkinsfile> <origin> <folder for workspaces> <branch> NAME=value… (parameters)
import groovy.transform.Field

class Refused extends RuntimeException {
    Refused(String message) { super(message) }
}

/** What may stand in a block. @see https://www.jenkins.io/doc/book/pipeline/syntax/ */
class Grammar {
    static final Map<String, List<String>> BLOCKS = [
        pipeline   : ['agent', 'environment', 'options', 'parameters', 'post', 'stages', 'tools', 'triggers'],
        stages     : ['stage'],
        stage      : ['agent', 'environment', 'input', 'options', 'parallel', 'post', 'stages', 'steps', 'tools', 'when'],
        agent      : ['kubernetes', 'none', 'any', 'label'],
        kubernetes : ['yamlFile', 'defaultContainer', 'yaml', 'inheritFrom'],
        options    : ['buildDiscarder', 'disableConcurrentBuilds', 'preserveStashes', 'timeout', 'skipDefaultCheckout'],
        parameters : ['choice', 'string', 'booleanParam'],
        input      : ['message', 'ok', 'id', 'submitter', 'parameters'],
        when       : ['beforeAgent', 'beforeInput', 'branch', 'changeRequest', 'environment', 'isEqual', 'not', 'triggeredBy', 'allOf', 'anyOf', 'expression'],
        triggers   : ['cron', 'pollSCM', 'upstream'],
        not        : ['triggeredBy', 'branch', 'changeRequest', 'environment', 'isEqual', 'allOf', 'anyOf', 'expression'],
        environment: [],
        post       : ['always', 'success', 'failure', 'cleanup'],
    ]
    static final List<String> FREE = ['steps', 'always', 'success', 'failure', 'cleanup']
}

class Node {
    String name
    List args = []
    List<Node> children = []
    Map<String, Object> values = [:]
    Closure steps

    Node one(String wanted) { children.find { it.name == wanted } }
    List<Node> all(String wanted) { children.findAll { it.name == wanted } }
}

/** Collects one block. */
class Collector {
    Node node

    def methodMissing(String name, Object given) {
        def allowed = Grammar.BLOCKS[node.name]
        def args = (given as Object[]).toList()
        if (name == 'logRotator') return args
        if (allowed == null || !(name in allowed)) throw new Refused("`$name` may not stand in `$node.name`")
        if (name != 'stage' && node.name != 'parameters' && node.name != 'when' && node.one(name) != null) throw new Refused("`$name` stands twice in `$node.name`")
        def body = args && args.last() instanceof Closure ? args.pop() : null
        def child = new Node(name: name, args: args)
        if (body != null && name in Grammar.FREE) child.steps = body
        else if (body != null) {
            if (!Grammar.BLOCKS.containsKey(name)) throw new Refused("`$name` is no block")
            body.delegate = new Collector(node: child)
            body.resolveStrategy = Closure.DELEGATE_FIRST
            body()
        }
        node.children << child
        null
    }

    def propertyMissing(String name) {
        if (node.name == 'pipeline' && name == 'none') return 'none'
        throw new MissingPropertyException(name, Collector)
    }

    def propertyMissing(String name, Object value) {
        if (node.name != 'environment') throw new Refused("`$name = …` may not stand in `$node.name`")
        node.values[name] = value
    }
}

/** Runs steps in a workspace. */
class Steps {
    File workspace
    Map<String, String> variables
    Map env
    Map stashes
    static final List<String> WRAPPERS = ['timeout', 'lock', 'script']

    def methodMissing(String name, Object given) {
        def args = (given as Object[]).toList()
        def body = args && args.last() instanceof Closure ? args.pop() : null
        switch (name) {
            case WRAPPERS: return inside(body, variables)
            case 'usernamePassword': return [(args[0].usernameVariable): 'user', (args[0].passwordVariable): "secret-of-${args[0].credentialsId}".toString()]
            case 'gitUsernamePassword': return [GIT_ASKPASS: 'true']
            case 'string': return [(args[0].variable): "secret-of-${args[0].credentialsId}".toString()]
            case 'file':
                def file = new File(workspace.parentFile, "credential-${args[0].credentialsId}")
                // The kubeconfig of a cluster that runs, where the test has one.
                def real = System.getenv('TEST_KUBECONFIG')
                file.text = args[0].credentialsId == 'kubeconfig' && real != null ? new File(real).text : "secret-of-${args[0].credentialsId}"
                return [(args[0].variable): file.path]
            case 'withCredentials': return inside(body, variables + args[0].collectEntries { it })
            case 'archiveArtifacts': return null
            case 'stash':
                stashes[args[0].name] = [path: args[0].includes, text: new File(workspace, args[0].includes).text]
                return null
            case 'unstash':
                def stash = stashes[args[0]]
                if (stash == null) throw new Refused("nothing was stashed as `${args[0]}`")
                def file = new File(workspace, stash.path)
                file.parentFile.mkdirs()
                file.text = stash.text
                return null
            case 'sh':
                def options = args[0] instanceof Map ? args[0] : [script: args[0]]
                return shell(options)
            default: throw new Refused("there is no step `$name`")
        }
    }

    private def inside(Closure body, Map<String, String> given) {
        body.delegate = new Steps(workspace: workspace, variables: given, env: env, stashes: stashes)
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body()
    }

    private def shell(Map options) {
        def builder = new ProcessBuilder('sh', '-xe', '-c', options.script as String).directory(workspace).redirectErrorStream(!options.returnStdout)
        (variables + env).each { key, value -> builder.environment()[key as String] = value as String }
        def process = builder.start()
        process.outputStream.close()
        def text = process.inputStream.text
        if (!options.returnStdout) print text
        if (process.waitFor() != 0) throw new Refused("a step failed: ${options.script}")
        text
    }
}

def (file, origin, folder, branch) = [args[0], args[1], args[2], args[3]]
def given = args.drop(4).collectEntries { it.split('=', 2).toList() }
def env = [BRANCH_NAME: branch]
if (given.CHANGE_ID) env.CHANGE_ID = given.CHANGE_ID
def stashes = [:]
def count = 0

def holds
holds = { Node condition ->
    switch (condition.name) {
        case ['beforeAgent', 'beforeInput']: return true
        case 'branch': return branch == condition.args[0]
        case 'changeRequest':
            if (condition.args && condition.args[0].fork) return given.CHANGE_FORK != null && given.CHANGE_FORK ==~ condition.args[0].fork
            return env.CHANGE_ID != null
        case 'triggeredBy': return condition.args[0] == given.CAUSE
        case 'isEqual': return condition.args[0].expected == condition.args[0].actual
        case 'environment': return env[condition.args[0].name] == condition.args[0].value
        case ['not']: return !condition.children.every { holds(it) }
        default: throw new Refused("`$condition.name` is not known here")
    }
}

def runStage
runStage = { Node stage, File outer ->
    def bodies = ['steps', 'stages', 'parallel'].findAll { stage.one(it) != null }
    if (bodies.size() != 1) throw new Refused("a stage has steps, stages or parallel, and one of them: ${stage.args}")
    if (stage.one('when') != null && !stage.one('when').children.every { holds(it) }) {
        println "SKIPPED ${stage.args[0]}"
        return
    }
    if (stage.one('input') != null) println "ASKED ${stage.one('input').one('message').args[0]}"
    def workspace = outer
    if (stage.one('agent') != null) {
        def pod = stage.one('agent').one('kubernetes')
        workspace = new File(folder, "workspace-${++count}")
        if (['git', 'clone', '-q', origin, workspace.path].execute().waitFor() != 0) throw new Refused('no clone')
        if (!new File(workspace, pod.one('yamlFile').args[0]).exists()) throw new Refused("there is no pod ${pod.one('yamlFile').args}")
    }
    if (workspace == null) throw new Refused("a stage has no agent: ${stage.args}")
    if (stage.one('stages') != null) stage.one('stages').children.each { runStage(it, workspace) }
    else {
        def commit = ['git', '-C', workspace.path, 'rev-parse', 'HEAD'].execute().text.trim()
        def variables = [GIT_COMMIT: commit, *: given, *: (stage.one('environment')?.values ?: [:])]
        def steps = stage.one('steps').steps
        steps.delegate = new Steps(workspace: workspace, variables: variables, env: env, stashes: stashes)
        steps.resolveStrategy = Closure.DELEGATE_FIRST
        steps()
        println "DONE ${stage.args[0]}"
    }
}

class Root extends Script {
    Node pipeline
    def run() {}
    def pipeline(Closure body) {
        pipeline = new Node(name: 'pipeline')
        body.delegate = new Collector(node: pipeline)
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body()
    }
}

try {
    def configuration = new org.codehaus.groovy.control.CompilerConfiguration(scriptBaseClass: 'Root')
    def binding = new Binding([params: given, env: env])
    // Every object and closure has `equals`, which would be called in place of the condition of that name.
    def text = new File(file).text.replaceAll(/(?m)^(\s*)equals\(/, '$1isEqual(')
    def script = new GroovyShell(this.class.classLoader, binding, configuration).parse(text)
    script.run()
    def pipeline = script.pipeline
    if (pipeline == null) throw new Refused('there is no pipeline')
    ['agent', 'stages'].each { if (pipeline.one(it) == null) throw new Refused("a pipeline has `$it`") }
    pipeline.one('stages').children.each { runStage(it, null) }
} catch (Refused refused) {
    println "REFUSED ${refused.message}"
    System.exit(1)
} catch (org.codehaus.groovy.control.CompilationFailedException malformed) {
    println "MALFORMED ${malformed.message}"
    System.exit(1)
}
