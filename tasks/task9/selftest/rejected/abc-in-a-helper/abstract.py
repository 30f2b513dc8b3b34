from helper import MyABC, MyABCMeta, abstract_methods, abstractmethod
