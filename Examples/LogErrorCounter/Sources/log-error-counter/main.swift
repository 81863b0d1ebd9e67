import LogErrorCounter

runLogErrorCounter()
